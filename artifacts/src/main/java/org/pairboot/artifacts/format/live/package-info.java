/**
 * What CoreOS live images show about themselves: version cookies, the stream-hash of the expected
 * root file system, and the form of the image (split, concatenated, fat).
 */
package org.pairboot.artifacts.format.live;
