/** What systemd hears of a service: readiness, reloads, its end, and that it is alive. */
package org.pairboot.appliance.systemd;
