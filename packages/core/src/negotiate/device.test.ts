import { describe, expect, test } from "vitest";
import { deviceClass } from "./device.ts";

const AGENTS = {
  desktop: [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0",
    "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 6.3; WOW64; Trident/7.0; Touch; .NET4.0E; Tablet PC 2.0; rv:11.0) like Gecko",
    "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0; SLCC2; Tablet PC 2.0)",
    "Mozilla/5.0 (SMART-TV; Linux; Tizen 5.5) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/3.0 Chrome/69.0.3497.106 TV Safari/537.36",
    "Mozilla/5.0 (Linux; Android 9; BRAVIA 4K UR2 Build/PTT1.190515.001.S104) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 12.0; Build/STTL.240206.002) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36 CrKey/1.56.500000 DeviceType/AndroidTV",
    "Mozilla/5.0 (Linux; Android 7.1.2; AFTMM Build/NS6265; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/70.0.3538.110 Mobile Safari/537.36",
    "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/94.0.4606.128 Safari/537.36 WebAppManager",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "curl/8.5.0",
    "Go-http-client/2.0",
    "python-requests/2.31.0",
    "",
  ],
  tablet: [
    "Mozilla/5.0 (iPad; CPU OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPad; CPU OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/120.0.6099.119 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 13; SM-X906C) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 4.1.1; Nexus 7 Build/JRO03D) AppleWebKit/535.19 (KHTML, like Gecko) Chrome/18.0.1025.166 Safari/535.19",
    "Mozilla/5.0 (Android 13; Tablet; rv:121.0) Gecko/121.0 Firefox/121.0",
    "Mozilla/5.0 (Linux; Android 9; KFMUWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/120.1.1 like Chrome/120.0.6099.43 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Silk/120.1.1 like Chrome/120.0.6099.43 Safari/537.36",
    "Mozilla/5.0 (X11; U; Linux armv7l like Android; en-us) AppleWebKit/531.2+ (KHTML, like Gecko) Version/5.0 Safari/533.2+ Kindle/3.0+",
    "Mozilla/5.0 (PlayBook; U; RIM Tablet OS 2.1.0; en-US) AppleWebKit/536.2+ (KHTML, like Gecko) Version/7.2.1.0 Safari/536.2+",
    "Mozilla/5.0 (hp-tablet; Linux; hpwOS/3.0.5; U; en-US) AppleWebKit/534.6 (KHTML, like Gecko) wOSBrowser/234.83 Safari/534.6 TouchPad/1.0",
  ],
  mobile: [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)",
    "Mozilla/5.0 (iPod touch; CPU iPhone OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Android 13; Mobile; rv:121.0) Gecko/121.0 Firefox/121.0",
    "Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/52.0.2743.116 Mobile Safari/537.36 Edge/15.15254",
    "Mozilla/5.0 (compatible; MSIE 9.0; Windows Phone OS 7.5; Trident/5.0; IEMobile/9.0)",
    "Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; id) Presto/2.12.423 Version/12.16",
    "Opera/12.02 (Android 4.1; Linux; Opera Mobi/ADR-1111101157; U; en-US) Presto/2.9.201 Version/12.02",
    "Mozilla/5.0 (BB10; Touch) AppleWebKit/537.10+ (KHTML, like Gecko) Version/10.0.9.2372 Mobile Safari/537.10+",
    "BlackBerry9700/5.0.0.862 Profile/MIDP-2.1 Configuration/CLDC-1.1 VendorID/331",
    "BlackBerry9000/4.6.0.167",
    "Mozilla/5.0 (Mobile; Nokia_8110_4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5",
    "Mozilla/5.0 (webOS/1.4.0; U; en-US) AppleWebKit/532.2 (KHTML, like Gecko) Version/1.0 Safari/532.2 Pre/1.1",
    "Mozilla/5.0 (SymbianOS/9.4; Series60/5.0 Nokia5800d-1) AppleWebKit/525 (KHTML, like Gecko) BrowserNG/7.1",
    "Nokia6100/1.0 (04.01) Profile/MIDP-1.0 Configuration/CLDC-1.0",
    "UCWEB/2.0 (Java; U; en-US; nokia) U2/1.0.0 UCBrowser/9.4",
    "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.71 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
  ],
} as const;

const TABLE = Object.entries(AGENTS).flatMap(([device, agents]) =>
  agents.map((agent) => [device, agent] as const),
);
const IPHONE = AGENTS.mobile[0];

function classify(headers: Record<string, string>) {
  return deviceClass(new Headers(headers)).device;
}

describe("deviceClass", () => {
  test.each(TABLE)("%s: %s", (expected, agent) => {
    expect(classify({ "User-Agent": agent })).toBe(expected);
  });

  test("is desktop where nothing is known", () => {
    expect(classify({})).toBe("desktop");
  });

  test("believes the hint of a mobile before everything else", () => {
    const others = { "CF-Device-Type": "tablet", "User-Agent": AGENTS.desktop[0] };
    expect(classify({ ...others, "Sec-CH-UA-Mobile": "?1" })).toBe("mobile");
    expect(classify({ "Sec-CH-UA-Mobile": " ?1 " })).toBe("mobile");
  });

  test("learns nothing from the other hint, which tablets send too", () => {
    expect(classify({ "Sec-CH-UA-Mobile": "?0", "User-Agent": AGENTS.tablet[2] })).toBe("tablet");
    expect(classify({ "Sec-CH-UA-Mobile": "?0", "User-Agent": IPHONE })).toBe("mobile");
    expect(classify({ "Sec-CH-UA-Mobile": "1", "User-Agent": AGENTS.desktop[0] })).toBe("desktop");
  });

  test.each([
    ["desktop", "desktop"],
    ["Tablet", "tablet"],
    [" MOBILE ", "mobile"],
  ])("believes a CF-Device-Type of %j before the user agent", (type, expected) => {
    const agent = expected === "mobile" ? AGENTS.desktop[0] : IPHONE;
    expect(classify({ "CF-Device-Type": type, "User-Agent": agent })).toBe(expected);
  });

  test.each(["", "watch", "constructor", "mobile, desktop"])(
    "takes a CF-Device-Type of %j for none",
    (type) => {
      expect(classify({ "CF-Device-Type": type, "User-Agent": IPHONE })).toBe("mobile");
    },
  );

  test("names all three headers for Vary, whichever decided", () => {
    const all = ["Sec-CH-UA-Mobile", "CF-Device-Type", "User-Agent"];
    expect(deviceClass(new Headers()).consulted).toEqual(all);
    expect(deviceClass(new Headers({ "Sec-CH-UA-Mobile": "?1" })).consulted).toEqual(all);
  });

  // With work that grows as the square, each of these would run into the time limit of the test.
  test.each(["Tablet ", "TV", "Mo", "A", "AFT", "\t", "Windows "])(
    "takes a long run of %j in linear time",
    (piece) => {
      const headers = { get: () => `x${piece.repeat(400_000 / piece.length)}` };
      expect(["desktop", "tablet"]).toContain(deviceClass(headers).device);
    },
  );
});
