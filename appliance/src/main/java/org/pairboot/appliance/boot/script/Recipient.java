package org.pairboot.appliance.boot.script;

import java.util.Optional;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.artifacts.catalog.BootRequest;

/**
 * Whom a script is for.
 *
 * @param machine as far as it is known
 * @param request by which it asked for the script
 * @param token that proves its report; empty where it has none to send
 */
public record Recipient(MachineIdentity machine, BootRequest request, Optional<String> token) {}
