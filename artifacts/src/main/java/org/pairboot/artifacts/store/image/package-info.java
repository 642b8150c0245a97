/**
 * The model of what is booted: image versions, their parts and what is known of them.
 *
 * <p>Everything here is immutable. A value that exists is valid: constructors refuse names that
 * could not be part of a URL, a loader script or a file name.
 */
package org.pairboot.artifacts.store.image;
