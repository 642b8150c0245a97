package org.pairboot.appliance.boot.planner;

import org.pairboot.appliance.plan.MachineIdentity.Firmware;
import org.pairboot.artifacts.catalog.Architecture;

/**
 * What a loader runs on, as it knows itself.
 *
 * @param architecture for which the loader was built
 * @param firmware that started it
 */
public record Platform(Architecture architecture, Firmware firmware) {}
