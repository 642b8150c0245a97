/**
 * Files read as hostile input: positions are exact and {@code long}, memory is bounded, and what is
 * wrong with a file is said by one exception type.
 */
package org.pairboot.artifacts.format.input;
