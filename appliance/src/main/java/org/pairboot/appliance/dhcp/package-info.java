/** Advice for DHCP servers: the settings that send machines to this server. */
package org.pairboot.appliance.dhcp;
