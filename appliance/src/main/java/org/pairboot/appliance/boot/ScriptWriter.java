package org.pairboot.appliance.boot;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.appliance.boot.ScriptModel.Initrd;
import org.pairboot.appliance.boot.ScriptTemplates.Script;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Protocol;
import org.pairboot.artifacts.image.ArgumentTemplate;
import org.pairboot.artifacts.image.ImageVersion;
import org.pairboot.artifacts.image.LiveImage;
import org.pairboot.artifacts.image.Part;
import org.pairboot.artifacts.image.Role;
import org.pairboot.artifacts.image.Verification;

/** Puts a plan into a loader's words. Scripts name one concrete version and never an alias. */
final class ScriptWriter {
  /** What makes the initramfs of a pair fetch the other half. */
  private static final String PAIR_BY_URL = "coreos.live.rootfs_url=" + ArgumentTemplate.ROOTFS_URL;

  private final ScriptTemplates templates;
  private final Supplier<Optional<InetSocketAddress>> http;

  /**
   * @param http where HTTP is served, if it is
   */
  ScriptWriter(ScriptTemplates templates, Supplier<Optional<InetSocketAddress>> http) {
    this.templates = templates;
    this.http = http;
  }

  String write(Script script, BootPlan plan, BootRequest request) {
    return templates.render(
        script,
        switch (plan) {
          case BootPlan.Boot boot -> model(boot, request);
          case BootPlan.LocalDisk disk -> new ScriptModel.LocalDisk(disk.chosen());
          case BootPlan.Nothing nothing -> new ScriptModel.Nothing(nothing.reason());
        });
  }

  /** The script that has a machine ask again and say who it is; see {@link ScriptNames}. */
  String question(Script script, BootRequest request) {
    String device =
        request.protocol() == Protocol.HTTP
            ? ScriptAddress.httpDevice(request, http.get()).orElse("")
            : ScriptAddress.tftpDevice(request);
    return templates.render(script, new ScriptModel.Question(base(request), device));
  }

  private ScriptModel model(BootPlan.Boot plan, BootRequest request) {
    ImageVersion image = plan.image();
    List<Initrd> initrds = initrds(plan);
    boolean overHttp = request.protocol() == Protocol.HTTP;
    String base = base(request);
    String root = overHttp ? base + "/" : "::/";
    String arguments = arguments(plan, request);
    return new ScriptModel.Boot(
        image.ref().toString(),
        plan.method().term(),
        plan.reason(),
        plan.chosen(),
        pair(image.verification()),
        base,
        overHttp ? "" : ScriptAddress.tftpDevice(request),
        ScriptAddress.httpDevice(request, http.get()).orElse(""),
        ImageRoute.path(image.ref(), image.kernel().fileName()),
        initrds,
        root,
        initrds.stream().map(i -> root + i.path()).collect(Collectors.joining(",")),
        arguments,
        GrubWords.quote(arguments),
        notices(image));
  }

  /** Who still boots the old way sees another script, but people look here first. */
  private static List<String> notices(ImageVersion image) {
    return image.fat().stream()
        .map(fat ->
            "DEPRECATED: "
                + fat.fileName()
                + " of "
                + image.ref()
                + " goes away; use initramfs and rootfs")
        .toList();
  }

  /** iPXE fetches everything by URL; HTTP is far faster, so TFTP only where there is no HTTP. */
  private String base(BootRequest request) {
    return ScriptAddress.httpBase(request, http.get())
        .orElseGet(() -> ScriptAddress.tftpBase(request));
  }

  private static List<Initrd> initrds(BootPlan.Boot plan) {
    ImageVersion image = plan.image();
    Stream<String> names =
        switch (plan.method()) {
          case APPENDED -> fileNames(image, part -> true);
          case ROOTFS_URL -> fileNames(image, part -> part.role() != Role.ROOTFS);
          case CONCATENATED ->
              Stream.concat(
                  Stream.of(LiveImage.FILE_NAME),
                  fileNames(image, part -> part.role() == Role.EXTRA));
        };
    return names.map(name -> new Initrd(name, ImageRoute.path(image.ref(), name))).toList();
  }

  private static Stream<String> fileNames(ImageVersion image, Predicate<Part> wanted) {
    return image.initrds().stream().filter(wanted).map(Part::fileName);
  }

  private String arguments(BootPlan.Boot plan, BootRequest request) {
    ImageVersion image = plan.image();
    boolean fetchesPair = plan.method() == BootMethod.ROOTFS_URL && image.rootfs().isPresent();
    ArgumentTemplate arguments =
        new ArgumentTemplate(
            (fetchesPair ? PAIR_BY_URL + " " : "") + plan.kernelArguments().strip());
    if (!arguments.wantsUrls()) {
      return arguments.text();
    }
    String base =
        ScriptAddress.httpBase(request, http.get()).orElseThrow()
            + "/"
            + ImageRoute.directory(image.ref());
    Optional<Part> root = image.rootfs().or(() -> image.payloads().stream().findFirst());
    return arguments.expand(base, root.map(part -> base + "/" + part.fileName())).strip();
  }

  private static String pair(Verification verification) {
    return switch (verification) {
      case Verification.Verified verified -> "verified";
      case Verification.Unverifiable unverifiable -> "unverifiable: " + unverifiable.reason();
    };
  }
}
