/** The entry point: runs the command line and exits. */
package org.pairboot.appliance;
