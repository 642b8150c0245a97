/**
 * The timeline on disk: lines of JSON in segments, which are compressed when they are full and
 * deleted when they are too old or too many. {@code zcat -f events/*} and jq read them.
 */
package org.pairboot.appliance.timeline.file;
