package org.pairboot.appliance.boot.script;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.appliance.boot.name.GeneratedPaths;
import org.pairboot.appliance.boot.name.ImageNames;
import org.pairboot.appliance.boot.name.MachineFacts;
import org.pairboot.appliance.boot.planner.BootMethod;
import org.pairboot.appliance.boot.planner.BootPlan;
import org.pairboot.appliance.boot.script.ScriptModel.Boot;
import org.pairboot.appliance.boot.script.ScriptModel.Initrd;
import org.pairboot.appliance.plan.Action.PartProtocols;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.content.ArgumentTemplate;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.PartName.Role;

/** Names kernel, initrds and kernel arguments of boots as the loader of one machine has to. */
final class BootWriter {
  /** What makes the initramfs of a pair fetch the other half. */
  private static final String PAIR_BY_URL = "coreos.live.rootfs_url=" + ArgumentTemplate.ROOTFS_URL;

  private final ServerAddresses server;
  private final MachineIdentity machine;
  private final BootRequest request;
  private final Optional<String> token;

  BootWriter(ServerAddresses server, Recipient recipient) {
    this.server = server;
    this.machine = recipient.machine();
    this.request = recipient.request();
    this.token = recipient.token();
  }

  /** A boot of which only the initrd's place is known yet. */
  private record Found(String name, String path, Choice protocol) {}

  Boot boot(BootPlan.Boot plan) {
    return boot(plan, MachineFacts.of(machine));
  }

  /** The same, with documents of another profile than the machine has. */
  Boot chosenFromMenu(BootPlan.Boot plan) {
    return boot(plan, new MachineFacts(machine, Optional.of(plan.profile().name())));
  }

  /** The kernel arguments that reach the kernel, without what the loader adds. */
  KernelArguments arguments(BootPlan.Boot plan) {
    return arguments(plan, MachineFacts.of(machine).text());
  }

  private Boot boot(BootPlan.Boot plan, MachineFacts facts) {
    ImageVersion image = plan.image();
    LoaderSyntax syntax = LoaderSyntax.of(plan.script(), server, request);
    String kernel = ImageNames.path(image, image.kernel().fileName());
    Set<String> names = new HashSet<>();
    List<Initrd> initrds =
        found(plan, facts.text())
            .map(initrd ->
                new Initrd(
                    unique(initrd.name(), names), syntax.part(initrd.protocol(), initrd.path())))
            .toList();
    KernelArguments arguments = arguments(plan, facts.text());
    Optional<String> card =
        Optional.of(machine).filter(_ -> plan.tellsCard()).flatMap(syntax::card);
    return new Boot(
        syntax.part(plan.wanted().protocols().kernel(), kernel),
        initrds,
        initrds.stream().map(Initrd::url).collect(Collectors.joining(",")),
        Stream.concat(Stream.of(syntax.arguments(arguments)), card.stream())
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(" ")),
        plan.tellsCard() && card.isEmpty(),
        image.architecture().equals(Optional.of(Architecture.ARM)));
  }

  private static String unique(String name, Set<String> names) {
    String free = name;
    while (!names.add(free)) {
      free = "also-" + free;
    }
    return free;
  }

  private static Stream<Found> found(BootPlan.Boot plan, String machine) {
    ImageVersion image = plan.image();
    PartProtocols protocols = plan.wanted().protocols();
    Stream<Found> ofImage =
        switch (plan.method()) {
          case APPENDED -> parts(plan, part -> true);
          case ROOTFS_URL -> parts(plan, part -> part.role() != Role.ROOTFS);
          case CONCATENATED ->
              Stream.concat(
                  Stream.of(
                      new Found(
                          ImageVersion.LIVE_IMAGE,
                          ImageNames.path(image, ImageVersion.LIVE_IMAGE),
                          protocols.rootfs())),
                  parts(plan, part -> part.role() == Role.EXTRA));
        };
    Stream<Found> ofUser =
        plan.wanted().initrds().stream()
            .map(initrd ->
                new Found(
                    initrd.name(),
                    GeneratedPaths.INITRDS.path(plan.profile().name(), initrd.name()),
                    protocols.initramfs()));
    Stream<Found> document =
        plan.profile().initrdDocument().stream()
            .map(_ ->
                new Found(
                    GeneratedPaths.IGNITION_INITRD,
                    GeneratedPaths.DOCUMENTS.path(machine, GeneratedPaths.IGNITION_INITRD),
                    protocols.initramfs()));
    return Stream.of(ofImage, ofUser, document).flatMap(each -> each);
  }

  private static Stream<Found> parts(BootPlan.Boot plan, Predicate<Part> wanted) {
    PartProtocols protocols = plan.wanted().protocols();
    return plan.image().initrds().stream()
        .filter(wanted)
        .map(part ->
            new Found(
                part.fileName(),
                ImageNames.path(plan.image(), part.fileName()),
                part.role() == Role.ROOTFS ? protocols.rootfs() : protocols.initramfs()));
  }

  private String url(Choice protocol, String path) {
    return server.url(protocol, path, request);
  }

  private KernelArguments arguments(BootPlan.Boot plan, String machine) {
    boolean fetchesPair =
        plan.method() == BootMethod.ROOTFS_URL && plan.image().rootfs().isPresent();
    String text = (fetchesPair ? PAIR_BY_URL + " " : "") + plan.kernelArguments();
    return new ArgumentTemplate(text).fill(word -> url(word, plan, machine));
  }

  private Optional<String> url(String word, BootPlan.Boot plan, String machine) {
    return switch (word) {
      case "base_url" -> Optional.of(base(plan));
      case "rootfs_url" ->
          plan.image()
              .rootfs()
              .or(() -> plan.image().payloads().stream().findFirst())
              .map(root -> base(plan) + "/" + root.fileName());
      case "documents_url" ->
          Optional.of(url(Choice.AUTO, GeneratedPaths.DOCUMENTS.directory(machine)));
      case "booted_url" ->
          Optional.of(
              url(Choice.AUTO, GeneratedPaths.REPORTS.path(machine, GeneratedPaths.BOOTED))
                  + token.map(proof -> "?token=" + proof).orElse(""));
      default -> Optional.empty();
    };
  }

  private String base(BootPlan.Boot plan) {
    Choice rootfs = plan.wanted().protocols().rootfs();
    return url(rootfs == Choice.AUTO ? Choice.HTTP : rootfs, ImageNames.directory(plan.image()));
  }
}
