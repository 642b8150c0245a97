/** The running server: starts what the settings ask for, and stops it in good order. */
package org.pairboot.appliance.serve;
