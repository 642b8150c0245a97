/**
 * Reads files as hostile input: positions are exact and {@code long}, memory is bounded, and one
 * exception type reports everything that is wrong with a file.
 */
package org.pairboot.artifacts.format.input;
