/**
 * What the tests stand on: commands run and awaited, the appliance as a process, clients of many
 * makes behind one interface, and images generated from a seed.
 */
package org.pairboot.it.lab;
