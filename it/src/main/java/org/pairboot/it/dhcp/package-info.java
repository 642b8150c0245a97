/** DHCP as firmware speaks it, to ask real DHCP servers what they would tell a machine. */
package org.pairboot.it.dhcp;
