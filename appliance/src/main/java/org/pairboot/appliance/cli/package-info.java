/**
 * The command line: one class for each subcommand, which reads options, calls the module that does
 * the work, and prints.
 *
 * <p>Data goes to standard output, messages and progress to standard error. Exit codes are in
 * {@link org.pairboot.appliance.cli.ExitCode}.
 */
package org.pairboot.appliance.cli;
