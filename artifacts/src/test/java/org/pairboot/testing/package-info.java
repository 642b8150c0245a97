/**
 * What the tests of several modules share: random cases from a seed, and contents to serve. Packed
 * as the {@code test-jar} of this module.
 */
package org.pairboot.testing;
