/** Boot loaders: finds them in the distribution's packages, under the names machines ask for. */
package org.pairboot.appliance.loader;
