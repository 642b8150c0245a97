/**
 * What live images of the CoreOS kind say about themselves: version cookies, the stream-hash of the
 * root file system they want, and the form they come in (split, concatenated, fat).
 */
package org.pairboot.artifacts.format.live;
