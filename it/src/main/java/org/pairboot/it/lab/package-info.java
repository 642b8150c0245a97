/**
 * The tools of the tests: commands and servers as processes, clients of many makes behind one
 * interface, and images generated from a seed.
 */
package org.pairboot.it.lab;
