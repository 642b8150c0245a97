/**
 * The command line: {@link org.pairboot.appliance.cli.Program} runs one and explains what went
 * wrong. Data goes to standard output, messages and progress go to standard error.
 */
package org.pairboot.appliance.cli;
