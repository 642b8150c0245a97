/**
 * Real firmware boots from the distribution: scenarios, the matrix of loaders and rootfs
 * deliveries, and a command for people ({@code it/lab}).
 */
package org.pairboot.it.firmware;
