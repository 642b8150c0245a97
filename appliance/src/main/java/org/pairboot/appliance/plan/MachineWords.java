package org.pairboot.appliance.plan;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.appliance.plan.Decision.Chosen;
import org.pairboot.artifacts.content.ArgumentTemplate;
import org.pairboot.artifacts.content.KernelArguments;
import org.pairboot.artifacts.text.PercentEncoding;
import org.pairboot.conf.NearMatch;

/**
 * What the words in braces stand for that kernel arguments and URLs in boot plans may have: what
 * the machine tells of itself, and the variables of its profile and its own. Words for URLs of this
 * server are filled in later, for the loader that asks.
 *
 * <p>Anybody can claim to be any machine. So what a machine tells is percent-encoded, and can
 * neither leave its argument nor begin another path in a URL. Variables are the administrator's and
 * stand as they are.
 */
public record MachineWords(MachineIdentity machine, Decision decision) {
  private static final Set<String> OF_MACHINES =
      Set.of("mac", "uuid", "serial", "asset-tag", "hostname", "address");

  private static final Set<String> OF_IMAGES = Set.of("base_url", "rootfs_url");

  private static final Set<String> OF_ARGUMENTS =
      Stream.of(OF_MACHINES, OF_IMAGES, Set.of("documents_url", "booted_url"))
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  /** Whether {@code text} is another one for each machine. */
  static boolean areIn(String text) {
    return !OF_IMAGES.containsAll(new ArgumentTemplate(text).words());
  }

  /** {@code arguments} with all words filled in but those for URLs. */
  public KernelArguments fill(KernelArguments arguments) {
    return new ArgumentTemplate(arguments.toString()).fill(this::value);
  }

  /** A URL with all words filled in, none of which can add a segment or a parameter to it. */
  public String fillUrl(String url) {
    return new ArgumentTemplate(url)
        .fill(word -> own(word).or(() -> told(word)).map(MachineWords::encoded))
        .toString();
  }

  /** The first word of {@code text} that has a meaning but no value for this machine. */
  public Optional<String> missing(String text) {
    return new ArgumentTemplate(text)
        .words().stream()
            .filter(word -> OF_MACHINES.contains(word) && value(word).isEmpty())
            .findFirst();
  }

  private Optional<String> value(String word) {
    return own(word).or(() -> told(word).map(MachineWords::encoded));
  }

  /** Colons stand in MAC addresses and in IPv6, and divide nothing anywhere. */
  private static String encoded(String value) {
    return PercentEncoding.allBut(":", value);
  }

  private Optional<String> own(String word) {
    return Optional.ofNullable(decision.variables().get(word)).map(String::valueOf);
  }

  private Optional<String> told(String word) {
    return switch (word) {
      case "mac" -> machine.mac().map(MacAddress::toString);
      case "uuid" -> machine.uuid().map(UUID::toString);
      case "serial" -> machine.serial();
      case "asset-tag" -> machine.assetTag();
      case "hostname" -> decision.chosen().map(Chosen::machine).map(named -> named.name());
      case "address" -> machine.address().map(InetAddress::getHostAddress);
      default -> Optional.empty();
    };
  }

  /**
   * What is wrong with the words of kernel arguments.
   *
   * @param variables those of a profile, and of a machine that has it
   */
  static List<String> mistakes(KernelArguments arguments, Map<String, Object> variables) {
    return mistakes(arguments.toString(), OF_ARGUMENTS, variables);
  }

  /** The same for a URL, in which the words for URLs of this server have no meaning. */
  static List<String> mistakesOfUrl(String url, Map<String, Object> variables) {
    return mistakes(url, OF_MACHINES, variables);
  }

  private static List<String> mistakes(
      String text, Set<String> builtIn, Map<String, Object> variables) {
    return new ArgumentTemplate(text)
        .words().stream()
            .distinct()
            .flatMap(word -> mistake(word, builtIn, variables).stream())
            .toList();
  }

  private static Optional<String> mistake(
      String word, Set<String> builtIn, Map<String, Object> variables) {
    Object own = variables.get(word);
    if (own instanceof Collection || own instanceof Map) {
      return Optional.of(
          "{%s} is a variable with several values; expected a text, a number, true or false"
              .formatted(word));
    }
    if (own != null || builtIn.contains(word)) {
      return Optional.empty();
    }
    Set<String> known = new TreeSet<>(variables.keySet());
    known.addAll(builtIn);
    return Optional.of(
        "unknown word {%s}; %s"
            .formatted(
                word,
                NearMatch.of(word, known)
                    .map(near -> "did you mean {" + near + "}?")
                    .orElse("expected one of " + String.join(", ", known) + ", or a variable")));
  }
}
