/**
 * What machines get: which image by which boot method, and the loader scripts that say so.
 *
 * <p>{@link org.pairboot.appliance.boot.BootPlanner} decides, templates in the resources beside
 * this package put the decision into each loader's words, and the routes offer the result under the
 * names that loaders ask for.
 */
package org.pairboot.appliance.boot;
