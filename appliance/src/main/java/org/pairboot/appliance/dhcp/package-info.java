/** What to put on a DHCP server, so that machines find this one. */
package org.pairboot.appliance.dhcp;
