/**
 * What commands print: for each kind of object, its text for people beside its JSON for programs.
 */
package org.pairboot.appliance.cli.view;
