package org.pairboot.artifacts.fetch.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.fetch.download.Artifact.SignaturePlace;
import org.pairboot.artifacts.fetch.signature.DetachedSignatures;
import org.pairboot.artifacts.fetch.signature.KeyRing;
import org.pairboot.artifacts.fetch.signature.SignatureVerdict;
import org.pairboot.conf.DownloadSettings.SignaturePolicy;

/** Lets files through by their signatures, as the policy has it. */
final class SignatureGate {
  private static final String POLICY = "downloads.signatures";

  private final SignaturePolicy policy;
  private final KeyRing keys;
  private final DetachedSignatures signatures;
  private final String places;
  private final Consumer<String> notices;
  private boolean toldOfNoKeys;

  /**
   * @param places where the keys are from
   * @throws DownloadException when signatures are required and there is no key to check any by
   */
  SignatureGate(
      SignaturePolicy policy,
      KeyRing keys,
      DetachedSignatures signatures,
      List<Path> places,
      Consumer<String> notices)
      throws DownloadException {
    this.policy = policy;
    this.keys = keys;
    this.signatures = signatures;
    this.places = places.stream().map(Path::toString).collect(Collectors.joining(", "));
    this.notices = notices;
    if (policy == SignaturePolicy.REQUIRE && keys.isEmpty()) {
      throw new DownloadException(
          "%s is 'require', but there are no keys in %s (downloads.key-rings)"
              .formatted(POLICY, this.places));
    }
  }

  /** Fetches something small. */
  @FunctionalInterface
  interface Fetcher {
    /** The bytes; empty when there is no such file. */
    Optional<byte[]> fetch(Source source, int maxBytes) throws IOException;
  }

  /**
   * The signature of {@code artifact}, before the artifact itself is fetched.
   *
   * @return empty when none is to be checked
   * @throws NotAuthenticException when there is none and there has to be
   */
  Optional<byte[]> signatureOf(Artifact artifact, Fetcher fetcher) throws IOException {
    if (policy == SignaturePolicy.OFF || isWithoutKeys(artifact)) {
      return Optional.empty();
    }
    Optional<SignaturePlace> place = artifact.signature();
    Optional<byte[]> signature = Optional.empty();
    if (place.isPresent()) {
      signature = fetcher.fetch(place.get().source(), DetachedSignatures.MAX_BYTES);
    }
    boolean promised = place.isPresent() && place.get().promised();
    if (signature.isEmpty() && (promised || policy == SignaturePolicy.REQUIRE)) {
      throw new NotAuthenticException(
          place
                  .map(where ->
                      "%s: there is no signature at %s".formatted(artifact, where.source()))
                  .orElseGet(() -> "%s: has no signature".formatted(artifact))
              + "; --set "
              + POLICY
              + "=off takes files without");
    }
    if (signature.isEmpty()) {
      notices.accept(artifact.label() + ": there is no signature");
    }
    return signature;
  }

  /**
   * Checks {@code file}.
   *
   * @throws NotAuthenticException when the signature does not count
   */
  void check(Artifact artifact, Path file, byte[] signature, Progress progress) throws IOException {
    var step = progress.begin("checking " + artifact.label(), Files.size(file));
    switch (signatures.verify(file, signature, step)) {
      case SignatureVerdict.Good(String signer) ->
          notices.accept(artifact.label() + ": good signature by " + signer);
      case SignatureVerdict.Bad(String why) ->
          throw new NotAuthenticException(
              "%s: the signature does not count: %s; keys are from %s (downloads.key-rings)"
                  .formatted(artifact, why, places));
    }
  }

  private boolean isWithoutKeys(Artifact artifact) {
    boolean promised = artifact.signature().filter(SignaturePlace::promised).isPresent();
    if (keys.isEmpty() && promised && !toldOfNoKeys) {
      toldOfNoKeys = true;
      notices.accept(
          "signatures are not checked, as there are no keys in "
              + places
              + " (downloads.key-rings)");
    }
    return keys.isEmpty();
  }
}
