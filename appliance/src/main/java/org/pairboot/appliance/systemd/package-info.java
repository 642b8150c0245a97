/** The systemd interfaces of a service: notification, watchdog and journal. */
package org.pairboot.appliance.systemd;
