/**
 * What machines get: the routes that find out of a name which content it stands for.
 *
 * <p>{@link org.pairboot.appliance.boot.BootCatalog} puts the chain of routes together. A script is
 * made in three steps, each in a package of its own: {@code name} says which loader asks and what
 * it tells of its machine, {@code planner} decides what that machine boots, and {@code script} says
 * so in the loader's words. {@link org.pairboot.appliance.boot.BootPreview} takes the same steps
 * without a server.
 */
package org.pairboot.appliance.boot;
