/**
 * Real firmware boots from the appliance: scenarios, the matrix of loaders and ways to the root
 * file system, and a command for people ({@code it/lab}).
 */
package org.pairboot.it.firmware;
