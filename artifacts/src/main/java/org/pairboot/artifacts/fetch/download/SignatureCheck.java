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
import org.pairboot.artifacts.fetch.download.DownloadException.NotAuthenticException;
import org.pairboot.artifacts.fetch.signature.DetachedSignatures;
import org.pairboot.artifacts.fetch.signature.KeyRing;
import org.pairboot.conf.DownloadSettings.SignaturePolicy;

/** Decides by the signature of a file, and the configured policy, whether it may be used. */
final class SignatureCheck {
  private static final String POLICY = "downloads.signatures";

  private final SignaturePolicy policy;
  private final KeyRing keys;
  private final DetachedSignatures signatures;
  private final String places;
  private final Consumer<String> notices;
  private boolean reportedMissingKeys;

  /**
   * @param places the files and directories that the keys come from
   * @throws DownloadException when signatures are required and there are no keys
   */
  SignatureCheck(
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
          "%s is 'require', but %s (downloads.key-rings) contains no keys"
              .formatted(POLICY, this.places));
    }
  }

  /** Reads a small file. */
  @FunctionalInterface
  interface Reader {
    /** The bytes; empty when the file does not exist. */
    Optional<byte[]> read(Source source, int maxBytes) throws IOException;
  }

  /**
   * The signature of {@code artifact}; read before the artifact itself is fetched.
   *
   * @return empty when no signature has to be checked
   * @throws NotAuthenticException when it has no signature but needs one
   */
  Optional<byte[]> signatureOf(Artifact artifact, Reader reader) throws IOException {
    if (policy == SignaturePolicy.OFF || isWithoutKeys(artifact)) {
      return Optional.empty();
    }
    Optional<SignaturePlace> place = artifact.signature();
    Optional<byte[]> signature = Optional.empty();
    if (place.isPresent()) {
      signature = reader.read(place.get().source(), DetachedSignatures.MAX_BYTES);
    }
    boolean promised = place.isPresent() && place.get().promised();
    boolean isListed = artifact.sha256().isPresent() && artifact.signedList().isPresent();
    boolean isRequired = policy == SignaturePolicy.REQUIRE && !isListed;
    if (signature.isEmpty() && (promised || isRequired)) {
      throw new NotAuthenticException(
          place
                  .map(where -> "%s: no signature at %s".formatted(artifact, where.source()))
                  .orElseGet(() -> "%s: no signature".formatted(artifact))
              + "; --set "
              + POLICY
              + "=off accepts unsigned files");
    }
    if (signature.isEmpty() && !isListed) {
      notices.accept(artifact.label() + ": not signed");
    }
    return signature;
  }

  /**
   * Checks {@code file}.
   *
   * @throws NotAuthenticException when the signature is rejected
   */
  void check(Artifact artifact, Path file, byte[] signature, Progress progress) throws IOException {
    var step = progress.begin("checking " + artifact.label(), Files.size(file));
    switch (signatures.verify(file, signature, step)) {
      case DetachedSignatures.Verdict.Good(String signer) ->
          notices.accept(artifact.label() + ": good signature by " + signer);
      case DetachedSignatures.Verdict.Bad(String why) ->
          throw new NotAuthenticException(
              "%s: signature rejected: %s; the keys come from %s (downloads.key-rings)"
                  .formatted(artifact, why, places));
    }
  }

  private boolean isWithoutKeys(Artifact artifact) {
    boolean promised = artifact.signature().filter(SignaturePlace::promised).isPresent();
    if (keys.isEmpty() && promised && !reportedMissingKeys) {
      reportedMissingKeys = true;
      notices.accept("signatures are not checked: no keys in " + places + " (downloads.key-rings)");
    }
    return keys.isEmpty();
  }
}
