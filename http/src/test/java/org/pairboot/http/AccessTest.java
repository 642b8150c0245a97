package org.pairboot.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.conf.ClientPolicies.Access;
import org.pairboot.http.event.ResponseReport;
import org.pairboot.http.event.ResponseReport.Outcome;

class AccessTest {

  @Test
  void tellsADeniedClientNothingElse() throws Exception {
    TestSettings denied = TestSettings.loopback().with(Access.DENY);
    try (TestServer server = new TestServer(denied).with("x", BytesContent.of("x"))) {
      for (String path : new String[] {"/x", "/none", "/.."}) {
        var response = server.ask("GET " + path + " HTTP/1.1", "Host: x");

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.text()).contains("http.access").doesNotContain(path);
        ResponseReport report = server.nextReport();
        assertThat(report.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(report.status()).isEqualTo(403);
      }
      assertThat(server.ask("HEAD /x HTTP/1.1", "Host: x").status()).isEqualTo(403);
    }
  }
}
