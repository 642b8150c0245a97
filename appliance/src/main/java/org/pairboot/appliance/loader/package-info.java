/** Boot loaders: where the distribution's packages put them, and what machines call them. */
package org.pairboot.appliance.loader;
