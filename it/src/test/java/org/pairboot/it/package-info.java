/**
 * Tests of the distribution as users get it: the real command, started as a process of its own,
 * against the clients and the firmware that machines in the field use.
 */
package org.pairboot.it;
