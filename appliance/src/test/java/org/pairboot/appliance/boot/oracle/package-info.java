/**
 * Reads scripts as the loaders do, by the rules of their sources. What such a reader does not know
 * is a failure, so that nothing in a script can pass for something else.
 */
package org.pairboot.appliance.boot.oracle;
