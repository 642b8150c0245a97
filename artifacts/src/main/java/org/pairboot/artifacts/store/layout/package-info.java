/**
 * Reads OCI image layouts that are not the store: directories and tar archives that come from
 * elsewhere. Nothing in them is believed, and nothing is unpacked.
 */
package org.pairboot.artifacts.store.layout;
