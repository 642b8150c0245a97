/** Entry point: reads the command line and exits. Everything else is handed what it needs. */
package org.pairboot.appliance;
