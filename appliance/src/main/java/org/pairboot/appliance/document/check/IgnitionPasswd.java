package org.pairboot.appliance.document.check;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The section {@code passwd} of an Ignition config. */
final class IgnitionPasswd {
  private static final Set<String> KEYS = Set.of("users", "groups");
  private static final Set<String> USER_KEYS =
      Set.of(
          "name",
          "passwordHash",
          "sshAuthorizedKeys",
          "uid",
          "gecos",
          "homeDir",
          "noCreateHome",
          "primaryGroup",
          "groups",
          "noUserGroup",
          "noLogInit",
          "shell",
          "shouldExist",
          "system",
          "create");

  /** What useradd(8) of shadow-utils accepts. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.-]{0,31}\\$?");

  /** crypt(5), and the markers of accounts without a password. */
  private static final Pattern HASH = Pattern.compile("(?s)\\$[^$]+\\$.+|[!*].*|");

  private static final Pattern SSH_KEY =
      Pattern.compile("(?s)(.*\\s)?(ssh-|ecdsa-|sk-ssh-|sk-ecdsa-)[^\\s]+\\s+[A-Za-z0-9+/=]+.*");

  private IgnitionPasswd() {}

  static void check(JsonValue passwd) {
    passwd.warnOfUnknown(KEYS);
    Set<String> names = new HashSet<>();
    for (JsonValue user : passwd.objects("users")) {
      user.warnOfUnknown(USER_KEYS);
      checkName(user, names);
      user.text("passwordHash")
          .filter(hash -> !HASH.matcher(hash).matches())
          .ifPresent(hash ->
              user.get("passwordHash")
                  .warn("does not look like a hash; make one with: mkpasswd --method=yescrypt"));
      for (JsonValue key : user.texts("sshAuthorizedKeys")) {
        if (!SSH_KEY.matcher(key.text()).matches()) {
          key.warn("does not look like an SSH public key, such as ssh-ed25519 AAAA...");
        }
      }
    }
    Set<String> groups = new HashSet<>();
    passwd.objects("groups").forEach(group -> checkName(group, groups));
  }

  private static void checkName(JsonValue owner, Set<String> names) {
    owner
        .requiredText("name")
        .ifPresent(name -> {
          if (!NAME.matcher(name).matches()) {
            owner.get("name").error("invalid user or group name '" + name + "'");
          } else if (!names.add(name)) {
            owner.get("name").error("duplicate name '" + name + "'");
          }
        });
  }
}
