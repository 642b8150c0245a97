/**
 * The running server: starts what the settings enable, reloads changed files, and stops in order.
 */
package org.pairboot.appliance.serve;
