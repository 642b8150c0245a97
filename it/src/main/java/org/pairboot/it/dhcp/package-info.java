/** A DHCP client that behaves like firmware, to test what real DHCP servers answer. */
package org.pairboot.it.dhcp;
