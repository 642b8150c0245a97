/**
 * Looks at a file that is meant to be booted and says what it is, how it is composed, which boot
 * methods will work with it and what they cost.
 */
package org.pairboot.artifacts.format.inspect;
