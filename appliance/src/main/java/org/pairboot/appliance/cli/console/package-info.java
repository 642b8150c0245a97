/** The terminal: standard output and standard error, the progress bar, and how much is logged. */
package org.pairboot.appliance.cli.console;
