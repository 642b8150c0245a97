/**
 * Stream and release metadata of Fedora CoreOS and its relatives, which says where the files of an
 * image are and what their digests are. The shapes are those of stream-metadata-go.
 */
package org.pairboot.artifacts.fetch.streams;
