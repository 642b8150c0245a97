/**
 * Stream and release metadata of Fedora CoreOS and its derivatives, which lists the files of an
 * image and their digests. The shapes are those of stream-metadata-go.
 */
package org.pairboot.artifacts.fetch.streams;
