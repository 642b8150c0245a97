/**
 * Tests of the distribution as users get it: the real command, started as its own process, against
 * the clients and the firmware that machines use in the field.
 */
package org.pairboot.it;
