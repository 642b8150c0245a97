/**
 * One class for each subcommand: it reads its options, calls the module that does the work, and
 * prints the result. The root command holds the options that all of them share.
 */
package org.pairboot.appliance.cli.command;
