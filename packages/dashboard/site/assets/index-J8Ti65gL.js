var e,
  t,
  n,
  r,
  i,
  a,
  o,
  s,
  c,
  l,
  u,
  d,
  f,
  p,
  m,
  h,
  g = {},
  _ = [],
  v = /acit|ex(?:s|g|n|p|$)|rph|grid|ows|mnc|ntw|ine[ch]|zoo|^ord|itera/i,
  y = Array.isArray;
function b(e, t) {
  for (var n in t) e[n] = t[n];
  return e;
}
function ee(e) {
  e && e.parentNode && e.parentNode.removeChild(e);
}
function x(t, n, r) {
  var i,
    a,
    o,
    s = {};
  for (o in n) o == `key` ? (i = n[o]) : o == `ref` ? (a = n[o]) : (s[o] = n[o]);
  if (
    (arguments.length > 2 && (s.children = arguments.length > 3 ? e.call(arguments, 2) : r),
    typeof t == `function` && t.defaultProps != null)
  )
    for (o in t.defaultProps) s[o] === void 0 && (s[o] = t.defaultProps[o]);
  return S(t, s, i, a, null);
}
function S(e, r, i, a, o) {
  var s = {
    type: e,
    props: r,
    key: i,
    ref: a,
    __k: null,
    __: null,
    __b: 0,
    __e: null,
    __c: null,
    constructor: void 0,
    __v: o ?? ++n,
    __i: -1,
    __u: 0,
  };
  return (o == null && t.vnode != null && t.vnode(s), s);
}
function C(e) {
  return e.children;
}
function te(e, t) {
  ((this.props = e), (this.context = t));
}
function ne(e, t) {
  if (t == null) return e.__ ? ne(e.__, e.__i + 1) : null;
  for (var n; t < e.__k.length; t++) if ((n = e.__k[t]) != null && n.__e != null) return n.__e;
  return typeof e.type == `function` ? ne(e) : null;
}
function w(e) {
  if (e.__P && e.__d) {
    var n = e.__v,
      r = n.__e,
      i = [],
      a = [],
      o = b({}, n);
    ((o.__v = n.__v + 1),
      t.vnode && t.vnode(o),
      fe(e.__P, o, n, e.__n, e.__P.namespaceURI, 32 & n.__u ? [r] : null, i, r ?? ne(n), !!(32 & n.__u), a),
      (o.__v = n.__v),
      (o.__.__k[o.__i] = o),
      me(i, o, a),
      (n.__e = n.__ = null),
      o.__e != r && re(o));
  }
}
function re(e) {
  if ((e = e.__) != null && e.__c != null)
    return (
      (e.__e = e.__c.base = null),
      e.__k.some(function (t) {
        if (t != null && t.__e != null) return (e.__e = e.__c.base = t.__e);
      }),
      re(e)
    );
}
function ie(e) {
  ((!e.__d && (e.__d = !0) && i.push(e) && !ae.__r++) || a != t.debounceRendering) &&
    ((a = t.debounceRendering) || o)(ae);
}
function ae() {
  try {
    for (var e, t = 1; i.length;) (i.length > t && i.sort(s), (e = i.shift()), (t = i.length), w(e));
  } finally {
    i.length = ae.__r = 0;
  }
}
function oe(e, t, n, r, i, a, o, s, c, l, u) {
  var d,
    f,
    p,
    m,
    h,
    v,
    y = (r && r.__k) || _,
    b = t.length;
  for (c = se(n, t, y, c, b), d = 0; d < b; d++)
    (p = n.__k[d]) != null &&
      ((f = (p.__i != -1 && y[p.__i]) || g),
      (p.__i = d),
      (v = fe(e, p, f, i, a, o, s, c, l, u)),
      (m = p.__e),
      p.ref && f.ref != p.ref && (f.ref && _e(f.ref, null, p), u.push(p.ref, p.__c || m, p)),
      h == null && m != null && (h = m),
      4 & p.__u
        ? ((c = ce(p, c, e)), f.__e && (f.__e = null))
        : typeof p.type == `function` && v !== void 0
          ? (c = v)
          : m && (c = m.nextSibling),
      (p.__u &= -7));
  return ((n.__e = h), c);
}
function se(e, t, n, r, i) {
  var a,
    o,
    s,
    c,
    l,
    u = n.length,
    d = u,
    f = 0;
  for (e.__k = Array(i), a = 0; a < i; a++)
    (o = t[a]) != null && typeof o != `boolean` && typeof o != `function`
      ? (typeof o == `string` || typeof o == `number` || typeof o == `bigint` || o.constructor == String
          ? (o = e.__k[a] = S(null, o, null, null, null))
          : y(o)
            ? (o = e.__k[a] = S(C, { children: o }, null, null, null))
            : o.constructor === void 0 && o.__b > 0
              ? (o = e.__k[a] = S(o.type, o.props, o.key, o.ref ? o.ref : null, o.__v))
              : (e.__k[a] = o),
        (c = a + f),
        (o.__ = e),
        (o.__b = e.__b + 1),
        (s = null),
        (l = o.__i = le(o, n, c, d)) != -1 && (d--, (s = n[l]) && (s.__u |= 2)),
        s == null || s.__v == null
          ? (l == -1 && (i > u ? f-- : i < u && f++), typeof o.type != `function` && (o.__u |= 4))
          : l != c && (l == c - 1 ? f-- : l == c + 1 ? f++ : (l > c ? f-- : f++, (o.__u |= 4))))
      : (e.__k[a] = null);
  if (d) for (a = 0; a < u; a++) (s = n[a]) != null && !(2 & s.__u) && (s.__e == r && (r = ne(s)), ve(s, s));
  return r;
}
function ce(e, t, n) {
  var r, i;
  if (typeof e.type == `function`) {
    for (r = e.__k, i = 0; r && i < r.length; i++) r[i] && ((r[i].__ = e), (t = ce(r[i], t, n)));
    return t;
  }
  e.__e != t && (t && e.type && !t.parentNode && (t = ne(e)), (t = n.insertBefore(e.__e, t || null)));
  do t &&= t.nextSibling;
  while (t != null && t.nodeType == 8);
  return t;
}
function le(e, t, n, r) {
  var i,
    a,
    o,
    s = e.key,
    c = e.type,
    l = t[n],
    u = l != null && !(2 & l.__u);
  if ((l === null && s == null) || (u && s == l.key && c == l.type)) return n;
  if (r > +!!u) {
    for (i = n - 1, a = n + 1; i >= 0 || a < t.length;)
      if ((l = t[(o = i >= 0 ? i-- : a++)]) != null && !(2 & l.__u) && s == l.key && c == l.type) return o;
  }
  return -1;
}
function T(e, t, n) {
  t[0] == `-`
    ? e.setProperty(t, n ?? ``)
    : (e[t] = n == null ? `` : typeof n != `number` || v.test(t) ? n : n + `px`);
}
function ue(e, t, n, r, i) {
  var a, o;
  n: if (t == `style`) {
    if (typeof n == `string`) e.style.cssText = n;
    else {
      if ((typeof r == `string` && (e.style.cssText = r = ``), r))
        for (t in r) (n && t in n) || T(e.style, t, ``);
      if (n) for (t in n) (r && n[t] == r[t]) || T(e.style, t, n[t]);
    }
  } else if (t[0] == `o` && t[1] == `n`)
    ((a = t != (t = t.replace(d, `$1`))),
      (o = t.toLowerCase()),
      (t = o in e || t == `onFocusOut` || t == `onFocusIn` ? o.slice(2) : t.slice(2)),
      (e.l ||= {}),
      (e.l[t + a] = n),
      n
        ? r
          ? (n[u] = r[u])
          : ((n[u] = f), e.addEventListener(t, a ? m : p, a))
        : e.removeEventListener(t, a ? m : p, a));
  else {
    if (i == `http://www.w3.org/2000/svg`) t = t.replace(/xlink(H|:h)/, `h`).replace(/sName$/, `s`);
    else if (
      t != `width` &&
      t != `height` &&
      t != `href` &&
      t != `list` &&
      t != `form` &&
      t != `tabIndex` &&
      t != `download` &&
      t != `rowSpan` &&
      t != `colSpan` &&
      t != `role` &&
      t != `popover` &&
      t in e
    )
      try {
        e[t] = n ?? ``;
        break n;
      } catch {}
    typeof n == `function` ||
      (n == null || (!1 === n && t[4] != `-`)
        ? e.removeAttribute(t)
        : e.setAttribute(t, t == `popover` && n == 1 ? `` : n));
  }
}
function de(e) {
  return function (n) {
    if (this.l) {
      var r = this.l[n.type + e];
      if (n[l] == null) n[l] = f++;
      else if (n[l] < r[u]) return;
      return r(t.event ? t.event(n) : n);
    }
  };
}
function fe(e, n, r, i, a, o, s, c, l, u) {
  var d,
    f,
    p,
    m,
    h,
    g,
    v,
    x,
    S,
    w,
    re,
    ie,
    ae,
    se,
    ce,
    le,
    T = n.type;
  if (n.constructor !== void 0) return null;
  (128 & r.__u && ((l = !!(32 & r.__u)), (o = [(c = n.__e = r.__e)])), (d = t.__b) && d(n));
  n: if (typeof T == `function`) {
    f = s.length;
    try {
      if (
        ((S = n.props),
        (w = T.prototype && T.prototype.render),
        (re = (d = T.contextType) && i[d.__c]),
        (ie = d ? (re ? re.props.value : d.__) : i),
        r.__c
          ? (x = (p = n.__c = r.__c).__ = p.__E)
          : (w
              ? (n.__c = p = new T(S, ie))
              : ((n.__c = p = new te(S, ie)), (p.constructor = T), (p.render = ye)),
            re && re.sub(p),
            p.state || (p.state = {}),
            (p.__n = i),
            (m = p.__d = !0),
            (p.__h = []),
            (p._sb = [])),
        w && p.__s == null && (p.__s = p.state),
        w &&
          T.getDerivedStateFromProps != null &&
          (p.__s == p.state && (p.__s = b({}, p.__s)), b(p.__s, T.getDerivedStateFromProps(S, p.__s))),
        (h = p.props),
        (g = p.state),
        (p.__v = n),
        m)
      )
        (w && T.getDerivedStateFromProps == null && p.componentWillMount != null && p.componentWillMount(),
          w && p.componentDidMount != null && p.__h.push(p.componentDidMount));
      else {
        if (
          (w &&
            T.getDerivedStateFromProps == null &&
            S !== h &&
            p.componentWillReceiveProps != null &&
            p.componentWillReceiveProps(S, ie),
          n.__v == r.__v ||
            (!p.__e && p.shouldComponentUpdate != null && !1 === p.shouldComponentUpdate(S, p.__s, ie)))
        ) {
          (n.__v != r.__v && ((p.props = S), (p.state = p.__s), (p.__d = !1)),
            (n.__e = r.__e),
            (n.__k = r.__k),
            n.__k.some(function (e) {
              e && (e.__ = n);
            }),
            _.push.apply(p.__h, p._sb),
            (p._sb = []),
            p.__h.length && s.push(p),
            (c = ne(r)));
          break n;
        }
        (p.componentWillUpdate != null && p.componentWillUpdate(S, p.__s, ie),
          w &&
            p.componentDidUpdate != null &&
            p.__h.push(function () {
              p.componentDidUpdate(h, g, v);
            }));
      }
      if (((p.context = ie), (p.props = S), (p.__P = e), (p.__e = !1), (ae = t.__r), (se = 0), w))
        ((p.state = p.__s),
          (p.__d = !1),
          ae && ae(n),
          (d = p.render(p.props, p.state, p.context)),
          _.push.apply(p.__h, p._sb),
          (p._sb = []));
      else
        do ((p.__d = !1), ae && ae(n), (d = p.render(p.props, p.state, p.context)), (p.state = p.__s));
        while (p.__d && ++se < 25);
      ((p.state = p.__s),
        p.getChildContext != null && (i = b(b({}, i), p.getChildContext())),
        w && !m && p.getSnapshotBeforeUpdate != null && (v = p.getSnapshotBeforeUpdate(h, g)),
        (ce = d != null && d.type === C && d.key == null ? he(d.props.children) : d),
        (c = oe(e, y(ce) ? ce : [ce], n, r, i, a, o, s, c, l, u)),
        (p.base = n.__e),
        (n.__u &= -161),
        p.__h.length && s.push(p),
        x && (p.__E = p.__ = null));
    } catch (e) {
      if (((s.length = f), (n.__v = null), l || o != null)) {
        if (e.then) {
          for (n.__u |= l ? 160 : 128; c && c.nodeType == 8 && c.nextSibling;) c = c.nextSibling;
          (o != null && (o[o.indexOf(c)] = null), (n.__e = c));
        } else if (o != null) for (le = o.length; le--;) ee(o[le]);
      } else n.__e = r.__e;
      ((n.__k ??= r.__k || []), e.then || pe(n), t.__e(e, n, r));
    }
  } else
    o == null && n.__v == r.__v
      ? ((n.__k = r.__k), (n.__e = r.__e))
      : (c = n.__e = ge(r.__e, n, r, i, a, o, s, l, u));
  return ((d = t.diffed) && d(n), 128 & n.__u ? void 0 : c);
}
function pe(e) {
  e && (e.__c && (e.__c.__e = !0), e.__k && e.__k.some(pe));
}
function me(e, n, r) {
  for (var i = 0; i < r.length; i++) _e(r[i], r[++i], r[++i]);
  (t.__c && t.__c(n, e),
    e.some(function (n) {
      try {
        ((e = n.__h),
          (n.__h = []),
          e.some(function (e) {
            e.call(n);
          }));
      } catch (e) {
        t.__e(e, n.__v);
      }
    }));
}
function he(e) {
  return typeof e != `object` || !e || e.__b > 0
    ? e
    : y(e)
      ? e.map(he)
      : e.constructor === void 0
        ? b({}, e)
        : null;
}
function ge(n, r, i, a, o, s, c, l, u) {
  var d,
    f,
    p,
    m,
    h,
    _,
    v,
    b = i.props || g,
    x = r.props,
    S = r.type;
  if (
    (S == `svg`
      ? (o = `http://www.w3.org/2000/svg`)
      : S == `math`
        ? (o = `http://www.w3.org/1998/Math/MathML`)
        : (o ||= `http://www.w3.org/1999/xhtml`),
    s != null)
  ) {
    for (d = 0; d < s.length; d++)
      if ((h = s[d]) && `setAttribute` in h == !!S && (S ? h.localName == S : h.nodeType == 3)) {
        ((n = h), (s[d] = null));
        break;
      }
  }
  if (n == null) {
    if (S == null) return document.createTextNode(x);
    ((n = document.createElementNS(o, S, x.is && x)), (l &&= (t.__m && t.__m(r, s), !1)), (s = null));
  }
  if (S == null) b === x || (l && n.data == x) || (n.data = x);
  else {
    if (((s = S == `textarea` && x.defaultValue != null ? null : s && e.call(n.childNodes)), !l && s != null))
      for (b = {}, d = 0; d < n.attributes.length; d++) b[(h = n.attributes[d]).name] = h.value;
    for (d in b)
      ((h = b[d]),
        d == `dangerouslySetInnerHTML`
          ? (p = h)
          : d == `children` ||
            d in x ||
            (d == `value` && `defaultValue` in x) ||
            (d == `checked` && `defaultChecked` in x) ||
            ue(n, d, null, h, o));
    for (d in x)
      ((h = x[d]),
        d == `children`
          ? (m = h)
          : d == `dangerouslySetInnerHTML`
            ? (f = h)
            : d == `value`
              ? (_ = h)
              : d == `checked`
                ? (v = h)
                : (l && typeof h != `function`) || b[d] === h || ue(n, d, h, b[d], o));
    if (f)
      (l || (p && (f.__html == p.__html || f.__html == n.innerHTML)) || (n.innerHTML = f.__html),
        (r.__k = []));
    else if (
      (p && (n.innerHTML = ``),
      oe(
        r.type == `template` ? n.content : n,
        y(m) ? m : [m],
        r,
        i,
        a,
        S == `foreignObject` ? `http://www.w3.org/1999/xhtml` : o,
        s,
        c,
        s ? s[0] : i.__k && ne(i, 0),
        l,
        u,
      ),
      s != null)
    )
      for (d = s.length; d--;) ee(s[d]);
    (l && S != `textarea`) ||
      ((d = `value`),
      S == `progress` && _ == null
        ? n.removeAttribute(`value`)
        : _ != null &&
          (_ !== n[d] || (S == `progress` && !_) || (S == `option` && _ != b[d])) &&
          ue(n, d, _, b[d], o),
      (d = `checked`),
      v != null && v != n[d] && ue(n, d, v, b[d], o));
  }
  return n;
}
function _e(e, n, r) {
  try {
    if (typeof e == `function`) {
      var i = typeof e.__u == `function`;
      (i && e.__u(), (i && n == null) || (e.__u = e(n)));
    } else e.current = n;
  } catch (e) {
    t.__e(e, r);
  }
}
function ve(e, n, r) {
  var i, a;
  if (
    (t.unmount && t.unmount(e),
    (i = e.ref) && ((i.current && i.current != e.__e) || _e(i, null, n)),
    (i = e.__c) != null)
  ) {
    if (i.componentWillUnmount)
      try {
        i.componentWillUnmount();
      } catch (e) {
        t.__e(e, n);
      }
    i.base = i.__P = i.__n = null;
  }
  if ((i = e.__k)) for (a = 0; a < i.length; a++) i[a] && ve(i[a], n, r || typeof e.type != `function`);
  (r || ee(e.__e), (e.__c = e.__ = e.__e = void 0));
}
function ye(e, t, n) {
  return this.constructor(e, n);
}
function be(n, r, i) {
  var a, o, s, c;
  (r == document && (r = document.documentElement),
    t.__ && t.__(n, r),
    (o = (a = typeof i == `function`) ? null : (i && i.__k) || r.__k),
    (s = []),
    (c = []),
    fe(
      r,
      (n = ((!a && i) || r).__k = x(C, null, [n])),
      o || g,
      g,
      r.namespaceURI,
      !a && i ? [i] : o ? null : r.firstChild ? e.call(r.childNodes) : null,
      s,
      !a && i ? i : o ? o.__e : r.firstChild,
      a,
      c,
    ),
    me(s, n, c),
    (n.props.children = null));
}
function xe(e) {
  function t(e) {
    var n, r;
    return (
      this.getChildContext ||
        ((n = new Set()),
        ((r = {})[t.__c] = this),
        (this.getChildContext = function () {
          return r;
        }),
        (this.componentWillUnmount = function () {
          n = null;
        }),
        (this.shouldComponentUpdate = function (e) {
          this.props.value != e.value &&
            n.forEach(function (e) {
              ((e.__e = !0), ie(e));
            });
        }),
        (this.sub = function (e) {
          n.add(e);
          var t = e.componentWillUnmount;
          e.componentWillUnmount = function () {
            (n && n.delete(e), t && t.call(e));
          };
        })),
      e.children
    );
  }
  return (
    (t.__c = `__cC` + h++),
    (t.__ = e),
    (t.Provider =
      t.__l =
      (t.Consumer = function (e, t) {
        return e.children(t);
      }).contextType =
        t),
    t
  );
}
((e = _.slice),
  (t = {
    __e: function (e, t, n, r) {
      for (var i, a, o; (t = t.__);)
        if ((i = t.__c) && !i.__)
          try {
            if (
              ((a = i.constructor) &&
                a.getDerivedStateFromError != null &&
                (i.setState(a.getDerivedStateFromError(e)), (o = i.__d)),
              i.componentDidCatch != null && (i.componentDidCatch(e, r || {}), (o = i.__d)),
              o)
            )
              return (i.__E = i);
          } catch (t) {
            e = t;
          }
      throw e;
    },
  }),
  (n = 0),
  (r = function (e) {
    return e != null && e.constructor === void 0;
  }),
  (te.prototype.setState = function (e, t) {
    var n = this.__s != null && this.__s != this.state ? this.__s : (this.__s = b({}, this.state));
    (typeof e == `function` && (e = e(b({}, n), this.props)),
      e && b(n, e),
      e != null && this.__v && (t && this._sb.push(t), ie(this)));
  }),
  (te.prototype.forceUpdate = function (e) {
    this.__v && ((this.__e = !0), e && this.__h.push(e), ie(this));
  }),
  (te.prototype.render = C),
  (i = []),
  (o = typeof Promise == `function` ? Promise.prototype.then.bind(Promise.resolve()) : setTimeout),
  (s = function (e, t) {
    return e.__v.__b - t.__v.__b;
  }),
  (ae.__r = 0),
  (c = Math.random().toString(8)),
  (l = `__d` + c),
  (u = `__a` + c),
  (d = /(PointerCapture)$|Capture$/i),
  (f = 0),
  (p = de(!1)),
  (m = de(!0)),
  (h = 0));
var Se,
  E,
  Ce,
  we,
  Te = 0,
  Ee = [],
  D = t,
  De = D.__b,
  Oe = D.__r,
  ke = D.diffed,
  Ae = D.__c,
  je = D.unmount,
  Me = D.__;
function Ne(e, t) {
  (D.__h && D.__h(E, e, Te || t), (Te = 0));
  var n = E.__H || (E.__H = { __: [], __h: [] });
  return (e >= n.__.length && n.__.push({}), n.__[e]);
}
function O(e) {
  return ((Te = 1), Pe(qe, e));
}
function Pe(e, t, n) {
  var r = Ne(Se++, 2);
  if (
    ((r.t = e),
    !r.__c &&
      ((r.__ = [
        n ? n(t) : qe(void 0, t),
        function (e) {
          var t = r.__N ? r.__N[0] : r.__[0],
            n = r.t(t, e);
          t !== n && ((r.__N = [n, r.__[1]]), r.__c.setState({}));
        },
      ]),
      (r.__c = E),
      !E.__f))
  ) {
    var i = function (e, t, n) {
      if (!r.__c.__H) return !0;
      var i = !1,
        o = r.__c.props !== e;
      if (
        (r.__c.__H.__.some(function (e) {
          if (e.__N) {
            i = !0;
            var t = e.__[0];
            ((e.__ = e.__N), (e.__N = void 0), t !== e.__[0] && (o = !0));
          }
        }),
        a)
      ) {
        var s = a.call(this, e, t, n);
        return i ? s || o : s;
      }
      return !i || o;
    };
    E.__f = !0;
    var a = E.shouldComponentUpdate,
      o = E.componentWillUpdate;
    ((E.componentWillUpdate = function (e, t, n) {
      if (this.__e) {
        var r = a;
        ((a = void 0), i(e, t, n), (a = r));
      }
      o && o.call(this, e, t, n);
    }),
      (E.shouldComponentUpdate = i));
  }
  return r.__N || r.__;
}
function k(e, t) {
  var n = Ne(Se++, 3);
  !D.__s && Ke(n.__H, t) && ((n.__ = e), (n.u = t), E.__H.__h.push(n));
}
function Fe(e, t) {
  var n = Ne(Se++, 4);
  !D.__s && Ke(n.__H, t) && ((n.__ = e), (n.u = t), E.__h.push(n));
}
function Ie(e) {
  return (
    (Te = 5),
    Le(function () {
      return { current: e };
    }, [])
  );
}
function Le(e, t) {
  var n = Ne(Se++, 7);
  return (Ke(n.__H, t) && ((n.__ = e()), (n.__H = t), (n.__h = e)), n.__);
}
function Re(e, t) {
  return (
    (Te = 8),
    Le(function () {
      return e;
    }, t)
  );
}
function ze(e) {
  var t = E.context[e.__c],
    n = Ne(Se++, 9);
  return ((n.c = e), t ? (n.__ ?? ((n.__ = !0), t.sub(E)), t.props.value) : e.__);
}
function Be() {
  var e = Ne(Se++, 11);
  if (!e.__) {
    for (var t = E.__v; t !== null && !t.__m && t.__ !== null;) t = t.__;
    var n = t.__m || (t.__m = [0, 0]);
    e.__ = `P` + n[0] + `-` + n[1]++;
  }
  return e.__;
}
function Ve() {
  for (var e; (e = Ee.shift());) {
    var t = e.__H;
    if (e.__P && t)
      try {
        (t.__h.some(We), t.__h.some(Ge), (t.__h = []));
      } catch (n) {
        ((t.__h = []), D.__e(n, e.__v));
      }
  }
}
((D.__b = function (e) {
  ((E = null), De && De(e));
}),
  (D.__ = function (e, t) {
    (e && t.__k && t.__k.__m && (e.__m = t.__k.__m), Me && Me(e, t));
  }),
  (D.__r = function (e) {
    (Oe && Oe(e), (Se = 0));
    var t = (E = e.__c).__H;
    (t &&
      (Ce === E
        ? ((t.__h = []),
          (E.__h = []),
          t.__.some(function (e) {
            (e.__N && (e.__ = e.__N), (e.u = e.__N = void 0));
          }))
        : (t.__h.some(We), t.__h.some(Ge), (t.__h = []), (Se = 0))),
      (Ce = E));
  }),
  (D.diffed = function (e) {
    ke && ke(e);
    var t = e.__c;
    (t &&
      t.__H &&
      (t.__H.__h.length &&
        ((Ee.push(t) !== 1 && we === D.requestAnimationFrame) || ((we = D.requestAnimationFrame) || Ue)(Ve)),
      t.__H.__.some(function (e) {
        e.u &&= ((e.__H = e.u), void 0);
      })),
      (Ce = E = null));
  }),
  (D.__c = function (e, t) {
    (t.some(function (e) {
      try {
        (e.__h.some(We),
          (e.__h = e.__h.filter(function (e) {
            return !e.__ || Ge(e);
          })));
      } catch (n) {
        (t.some(function (e) {
          e.__h &&= [];
        }),
          (t = []),
          D.__e(n, e.__v));
      }
    }),
      Ae && Ae(e, t));
  }),
  (D.unmount = function (e) {
    je && je(e);
    var t,
      n = e.__c;
    n &&
      n.__H &&
      (n.__H.__.some(function (e) {
        try {
          We(e);
        } catch (e) {
          t = e;
        }
      }),
      (n.__H = void 0),
      t && D.__e(t, n.__v));
  }));
var He = typeof requestAnimationFrame == `function`;
function Ue(e) {
  var t,
    n = function () {
      (clearTimeout(r), He && cancelAnimationFrame(t), setTimeout(e));
    },
    r = setTimeout(n, 35);
  He && (t = requestAnimationFrame(n));
}
function We(e) {
  var t = E,
    n = e.__c;
  (typeof n == `function` && ((e.__c = void 0), n()), (E = t));
}
function Ge(e) {
  var t = E;
  ((e.__c = e.__()), (E = t));
}
function Ke(e, t) {
  return (
    !e ||
    e.length !== t.length ||
    t.some(function (t, n) {
      return t !== e[n];
    })
  );
}
function qe(e, t) {
  return typeof t == `function` ? t(e) : t;
}
var Je = 0;
Array.isArray;
function A(e, n, r, i, a, o) {
  n ||= {};
  var s,
    c,
    l = n;
  if (`ref` in l) for (c in ((l = {}), n)) c == `ref` ? (s = n[c]) : (l[c] = n[c]);
  var u = {
    type: e,
    props: l,
    key: r,
    ref: s,
    __k: null,
    __: null,
    __b: 0,
    __e: null,
    __c: null,
    constructor: void 0,
    __v: --Je,
    __i: -1,
    __u: 0,
    __source: a,
    __self: o,
  };
  if (typeof e == `function` && (s = e.defaultProps)) for (c in s) l[c] === void 0 && (l[c] = s[c]);
  return (t.vnode && t.vnode(u), u);
}
var Ye = xe(void 0),
  Xe = (e) => {
    let t = ze(Ye);
    if (e) return e;
    if (!t) throw Error(`No QueryClient set, use QueryClientProvider to set one`);
    return t;
  },
  Ze = ({ client: e, children: t }) => (
    k(
      () => (
        e.mount(),
        () => {
          e.unmount();
        }
      ),
      [e],
    ),
    A(Ye.Provider, { value: e, children: t })
  ),
  Qe = {
    setTimeout: (e, t) => setTimeout(e, t),
    clearTimeout: (e) => clearTimeout(e),
    setInterval: (e, t) => setInterval(e, t),
    clearInterval: (e) => clearInterval(e),
  },
  $e = new (class {
    #e = Qe;
    setTimeoutProvider(e) {
      this.#e = e;
    }
    setTimeout(e, t) {
      return this.#e.setTimeout(e, t);
    }
    clearTimeout(e) {
      this.#e.clearTimeout(e);
    }
    setInterval(e, t) {
      return this.#e.setInterval(e, t);
    }
    clearInterval(e) {
      this.#e.clearInterval(e);
    }
  })();
function et(e) {
  setTimeout(e, 0);
}
var tt = typeof window > `u` || `Deno` in globalThis;
function j() {}
function nt(e, t) {
  return typeof e == `function` ? e(t) : e;
}
function rt(e) {
  return typeof e == `number` && e >= 0 && e !== 1 / 0;
}
function it(e, t) {
  return Math.max(e + (t || 0) - Date.now(), 0);
}
function M(e, t) {
  return typeof e == `function` ? e(t) : e;
}
function at(e, t) {
  let { type: n = `all`, exact: r, fetchStatus: i, predicate: a, queryKey: o, stale: s } = e;
  if (o) {
    if (r) {
      if (t.queryHash !== st(o, t.options)) return !1;
    } else if (!lt(t.queryKey, o)) return !1;
  }
  if (n !== `all`) {
    let e = t.isActive();
    if ((n === `active` && !e) || (n === `inactive` && e)) return !1;
  }
  return !((typeof s == `boolean` && t.isStale() !== s) || (i && i !== t.state.fetchStatus) || (a && !a(t)));
}
function ot(e, t) {
  let { exact: n, status: r, predicate: i, mutationKey: a } = e;
  if (a) {
    if (!t.options.mutationKey) return !1;
    if (n) {
      if (ct(t.options.mutationKey) !== ct(a)) return !1;
    } else if (!lt(t.options.mutationKey, a)) return !1;
  }
  return !((r && t.state.status !== r) || (i && !i(t)));
}
function st(e, t) {
  return (t?.queryKeyHashFn || ct)(e);
}
function ct(e) {
  return JSON.stringify(e, (e, t) =>
    mt(t)
      ? Object.keys(t)
          .sort()
          .reduce((e, n) => ((e[n] = t[n]), e), {})
      : t,
  );
}
function lt(e, t) {
  if (e === t) return !0;
  if (typeof e != typeof t) return !1;
  if (e && t && typeof e == `object` && typeof t == `object`) {
    if (Array.isArray(e) && Array.isArray(t)) {
      if (t.length > e.length) return !1;
      for (let n = 0; n < t.length; n++) if (!lt(e[n], t[n])) return !1;
      return !0;
    }
    let n = Object.keys(t);
    for (let r of n) if (!lt(e[r], t[r])) return !1;
    return !0;
  }
  return !1;
}
var ut = Object.prototype.hasOwnProperty;
function dt(e, t, n = 0) {
  if (e === t) return e;
  if (n > 500) return t;
  let r = pt(e) && pt(t);
  if (!r && !(mt(e) && mt(t))) return t;
  let i = (r ? e : Object.keys(e)).length,
    a = r ? t : Object.keys(t),
    o = a.length,
    s = r ? Array(o) : {},
    c = 0;
  for (let l = 0; l < o; l++) {
    let o = r ? l : a[l],
      u = e[o],
      d = t[o];
    if (u === d) {
      ((s[o] = u), (r ? l < i : ut.call(e, o)) && c++);
      continue;
    }
    if (u === null || d === null || typeof u != `object` || typeof d != `object`) {
      s[o] = d;
      continue;
    }
    let f = dt(u, d, n + 1);
    ((s[o] = f), f === u && c++);
  }
  return i === o && c === i ? e : s;
}
function ft(e, t) {
  if (!t || Object.keys(e).length !== Object.keys(t).length) return !1;
  for (let n in e) if (e[n] !== t[n]) return !1;
  return !0;
}
function pt(e) {
  return Array.isArray(e) && e.length === Object.keys(e).length;
}
function mt(e) {
  if (!ht(e)) return !1;
  let t = Object.getPrototypeOf(e),
    n = t?.constructor;
  if (n === void 0) return !0;
  if (typeof n != `function`) return !1;
  let r = n.prototype;
  return !(!ht(r) || !r.hasOwnProperty(`isPrototypeOf`) || t !== Object.prototype);
}
function ht(e) {
  return Object.prototype.toString.call(e) === `[object Object]`;
}
function gt(e) {
  return new Promise((t) => {
    $e.setTimeout(t, e);
  });
}
function _t(e, t, n) {
  return typeof n.structuralSharing == `function`
    ? n.structuralSharing(e, t)
    : n.structuralSharing === !1
      ? t
      : dt(e, t);
}
function vt(e, t, n = 0) {
  let r = [...e, t];
  return n && r.length > n ? r.slice(1) : r;
}
function yt(e, t, n = 0) {
  let r = [t, ...e];
  return n && r.length > n ? r.slice(0, -1) : r;
}
var bt = Symbol();
function xt(e, t) {
  return !e.queryFn && t?.initialPromise
    ? () => t.initialPromise
    : !e.queryFn || e.queryFn === bt
      ? () => Promise.reject(Error(`Missing queryFn: '${e.queryHash}'`))
      : e.queryFn;
}
function St(e, t) {
  return typeof e == `function` ? e(...t) : !!e;
}
function Ct(e, t, n) {
  let r = !1,
    i;
  return (
    Object.defineProperty(e, "signal", {
      enumerable: !0,
      get: () => (
        (i ??= t()),
        r || ((r = !0), i.aborted ? n() : i.addEventListener(`abort`, n, { once: !0 })),
        i
      ),
    }),
    e
  );
}
var wt = () => tt,
  Tt = () => wt(),
  Et = class {
    constructor() {
      ((this.listeners = new Set()), (this.subscribe = this.subscribe.bind(this)));
    }
    subscribe(e) {
      return (
        this.listeners.add(e),
        this.onSubscribe(),
        () => {
          (this.listeners.delete(e), this.onUnsubscribe());
        }
      );
    }
    hasListeners() {
      return this.listeners.size > 0;
    }
    onSubscribe() {}
    onUnsubscribe() {}
  },
  Dt = new (class extends Et {
    #e;
    #t;
    #n;
    constructor() {
      (super(),
        (this.#n = (e) => {
          if (typeof window < `u` && window.addEventListener) {
            let t = () => e();
            return (
              window.addEventListener(`visibilitychange`, t, !1),
              () => {
                window.removeEventListener(`visibilitychange`, t);
              }
            );
          }
        }));
    }
    onSubscribe() {
      this.#t || this.setEventListener(this.#n);
    }
    onUnsubscribe() {
      this.hasListeners() || (this.#t?.(), (this.#t = void 0));
    }
    setEventListener(e) {
      ((this.#n = e),
        this.#t?.(),
        (this.#t = e((e) => {
          typeof e == `boolean` ? this.setFocused(e) : this.onFocus();
        })));
    }
    setFocused(e) {
      this.#e !== e && ((this.#e = e), this.onFocus());
    }
    onFocus() {
      let e = this.isFocused();
      this.listeners.forEach((t) => {
        t(e);
      });
    }
    isFocused() {
      return typeof this.#e == `boolean` ? this.#e : globalThis.document?.visibilityState !== `hidden`;
    }
  })(),
  Ot = et;
function kt() {
  let e = [],
    t = 0,
    n = (e) => {
      e();
    },
    r = (e) => {
      e();
    },
    i = Ot,
    a = (r) => {
      t
        ? e.push(r)
        : i(() => {
            n(r);
          });
    },
    o = () => {
      let t = e;
      ((e = []),
        t.length &&
          i(() => {
            r(() => {
              t.forEach((e) => {
                n(e);
              });
            });
          }));
    };
  return {
    batch: (e) => {
      let n;
      t++;
      try {
        n = e();
      } finally {
        (t--, t || o());
      }
      return n;
    },
    batchCalls:
      (e) =>
      (...t) => {
        a(() => {
          e(...t);
        });
      },
    schedule: a,
    setNotifyFunction: (e) => {
      n = e;
    },
    setBatchNotifyFunction: (e) => {
      r = e;
    },
    setScheduler: (e) => {
      i = e;
    },
  };
}
var N = kt(),
  At = new (class extends Et {
    #e = !0;
    #t;
    #n;
    constructor() {
      (super(),
        (this.#n = (e) => {
          if (typeof window < `u` && window.addEventListener) {
            let t = () => e(!0),
              n = () => e(!1);
            return (
              window.addEventListener(`online`, t, !1),
              window.addEventListener(`offline`, n, !1),
              () => {
                (window.removeEventListener(`online`, t), window.removeEventListener(`offline`, n));
              }
            );
          }
        }));
    }
    onSubscribe() {
      this.#t || this.setEventListener(this.#n);
    }
    onUnsubscribe() {
      this.hasListeners() || (this.#t?.(), (this.#t = void 0));
    }
    setEventListener(e) {
      ((this.#n = e), this.#t?.(), (this.#t = e(this.setOnline.bind(this))));
    }
    setOnline(e) {
      this.#e !== e &&
        ((this.#e = e),
        this.listeners.forEach((t) => {
          t(e);
        }));
    }
    isOnline() {
      return this.#e;
    }
  })();
function jt(e) {
  return Math.min(1e3 * 2 ** e, 3e4);
}
function Mt(e) {
  return (e ?? `online`) !== `online` || At.isOnline();
}
var Nt = class extends Error {
  constructor(e) {
    (super(`CancelledError`), (this.revert = e?.revert), (this.silent = e?.silent));
  }
};
function Pt(e) {
  let t = !1,
    n = 0,
    r,
    i = `pending`,
    a,
    o,
    s = new Promise((e, t) => {
      ((a = e), (o = t));
    });
  s.catch(j);
  let c = () => i !== `pending`,
    l = (t) => {
      if (!c()) {
        let n = new Nt(t);
        (h(n), e.onCancel?.(n));
      }
    },
    u = () => {
      t = !0;
    },
    d = () => {
      t = !1;
    },
    f = () => Dt.isFocused() && (e.networkMode === `always` || At.isOnline()) && e.canRun(),
    p = () => Mt(e.networkMode) && e.canRun(),
    m = (e) => {
      c() || (r?.(), (i = `resolved`), a(e));
    },
    h = (e) => {
      c() || (r?.(), (i = `rejected`), o(e));
    },
    g = () =>
      new Promise((t) => {
        ((r = (e) => {
          (c() || f()) && t(e);
        }),
          e.onPause?.());
      }).then(() => {
        ((r = void 0), c() || e.onContinue?.());
      }),
    _ = () => {
      if (c()) return;
      let r,
        i = n === 0 ? e.initialPromise : void 0;
      try {
        r = i ?? e.fn();
      } catch (e) {
        r = Promise.reject(e);
      }
      Promise.resolve(r)
        .then(m)
        .catch((r) => {
          if (c()) return;
          let i = e.retry ?? (Tt() ? 0 : 3),
            a = e.retryDelay ?? jt,
            o = typeof a == `function` ? a(n, r) : a,
            s = i === !0 || (typeof i == `number` && n < i) || (typeof i == `function` && i(n, r));
          t || !s
            ? h(r)
            : (n++,
              e.onFail?.(n, r),
              gt(o)
                .then(() => (f() ? void 0 : g()))
                .then(() => {
                  t ? h(r) : _();
                }));
        });
    };
  return {
    promise: s,
    status: () => i,
    cancel: l,
    continue: () => (r?.(), s),
    cancelRetry: u,
    continueRetry: d,
    canStart: p,
    start: () => (p() ? _() : g().then(_), s),
  };
}
var Ft = class {
  #e;
  destroy() {
    this.clearGcTimeout();
  }
  scheduleGc() {
    (this.clearGcTimeout(),
      rt(this.gcTime) &&
        (this.#e = $e.setTimeout(() => {
          this.optionalRemove();
        }, this.gcTime)));
  }
  updateGcTime(e) {
    this.gcTime = Math.max(this.gcTime || 0, e ?? (Tt() ? 1 / 0 : 3e5));
  }
  clearGcTimeout() {
    this.#e !== void 0 && ($e.clearTimeout(this.#e), (this.#e = void 0));
  }
};
function It(e) {
  return {
    onFetch: (t, n) => {
      let r = t.options,
        i = t.fetchOptions?.meta?.fetchMore?.direction,
        a = t.state.data?.pages || [],
        o = t.state.data?.pageParams || [],
        s = { pages: [], pageParams: [] },
        c = 0,
        l = async () => {
          let n = !1,
            l = (e) => {
              Ct(
                e,
                () => t.signal,
                () => (n = !0),
              );
            },
            u = xt(t.options, t.fetchOptions),
            d = async (e, r, i) => {
              if (n) return Promise.reject(t.signal.reason);
              if (r == null && e.pages.length) return Promise.resolve(e);
              let a = (() => {
                  let e = {
                    client: t.client,
                    queryKey: t.queryKey,
                    pageParam: r,
                    direction: i ? `backward` : `forward`,
                    meta: t.options.meta,
                  };
                  return (l(e), e);
                })(),
                o = await u(a),
                { maxPages: s } = t.options,
                c = i ? yt : vt;
              return { pages: c(e.pages, o, s), pageParams: c(e.pageParams, r, s) };
            };
          if (i && a.length) {
            let e = i === `backward`,
              t = e ? Rt : Lt,
              n = { pages: a, pageParams: o };
            s = await d(n, t(r, n), e);
          } else {
            let t = e ?? a.length;
            do {
              let e = c === 0 ? (o[0] ?? r.initialPageParam) : Lt(r, s);
              if (c > 0 && e == null) break;
              ((s = await d(s, e)), c++);
            } while (c < t);
          }
          return s;
        };
      t.fetchFn = t.options.persister
        ? () =>
            t.options.persister?.(
              l,
              { client: t.client, queryKey: t.queryKey, meta: t.options.meta, signal: t.signal },
              n,
            )
        : l;
    },
  };
}
function Lt(e, { pages: t, pageParams: n }) {
  let r = t.length - 1;
  return t.length > 0 ? e.getNextPageParam(t[r], t, n[r], n) : void 0;
}
function Rt(e, { pages: t, pageParams: n }) {
  return t.length > 0 ? e.getPreviousPageParam?.(t[0], t, n[0], n) : void 0;
}
function zt(e, t) {
  return t ? Lt(e, t) != null : !1;
}
function Bt(e, t) {
  return !t || !e.getPreviousPageParam ? !1 : Rt(e, t) != null;
}
var Vt = class extends Ft {
  #e;
  #t;
  #n;
  #r;
  #i;
  #a;
  #o;
  #s;
  constructor(e) {
    (super(),
      (this.#s = !1),
      (this.#o = e.defaultOptions),
      this.setOptions(e.options),
      (this.observers = []),
      (this.#i = e.client),
      (this.#r = this.#i.getQueryCache()),
      (this.queryKey = e.queryKey),
      (this.queryHash = e.queryHash),
      (this.#t = Wt(this.options)),
      (this.state = e.state ?? this.#t),
      this.scheduleGc());
  }
  get meta() {
    return this.options.meta;
  }
  get queryType() {
    return this.#e;
  }
  get promise() {
    return this.#a?.promise;
  }
  setOptions(e) {
    if (
      ((this.options = { ...this.#o, ...e }),
      e?._type && (this.#e = e._type),
      this.updateGcTime(this.options.gcTime),
      this.state && this.state.data === void 0)
    ) {
      let e = Wt(this.options);
      e.data !== void 0 && (this.setState(Ut(e.data, e.dataUpdatedAt)), (this.#t = e));
    }
  }
  optionalRemove() {
    !this.observers.length && this.state.fetchStatus === `idle` && this.#r.remove(this);
  }
  setData(e, t) {
    let n = _t(this.state.data, e, this.options);
    return (this.#c({ data: n, type: `success`, dataUpdatedAt: t?.updatedAt, manual: t?.manual }), n);
  }
  setState(e) {
    this.#c({ type: `setState`, state: e });
  }
  cancel(e) {
    let t = this.#a?.promise;
    return (this.#a?.cancel(e), t ? t.then(j).catch(j) : Promise.resolve());
  }
  destroy() {
    (super.destroy(), this.cancel({ silent: !0 }));
  }
  get resetState() {
    return this.#t;
  }
  reset() {
    (this.destroy(), this.setState(this.resetState));
  }
  isActive() {
    return this.observers.some((e) => M(e.options.enabled, this) !== !1);
  }
  isDisabled() {
    return this.getObserversCount() > 0 ? !this.isActive() : this.options.queryFn === bt || !this.isFetched();
  }
  isFetched() {
    return this.state.dataUpdateCount + this.state.errorUpdateCount > 0;
  }
  isStatic() {
    return (
      this.getObserversCount() > 0 && this.observers.some((e) => M(e.options.staleTime, this) === `static`)
    );
  }
  isStale() {
    return this.getObserversCount() > 0
      ? this.observers.some((e) => e.getCurrentResult().isStale)
      : this.state.data === void 0 || this.state.isInvalidated;
  }
  isStaleByTime(e = 0) {
    return this.state.data === void 0
      ? !0
      : e === `static`
        ? !1
        : this.state.isInvalidated
          ? !0
          : !it(this.state.dataUpdatedAt, e);
  }
  onFocus() {
    (this.observers.find((e) => e.shouldFetchOnWindowFocus())?.refetch({ cancelRefetch: !1 }),
      this.#a?.continue());
  }
  onOnline() {
    (this.observers.find((e) => e.shouldFetchOnReconnect())?.refetch({ cancelRefetch: !1 }),
      this.#a?.continue());
  }
  addObserver(e) {
    this.observers.includes(e) ||
      (this.observers.push(e),
      this.clearGcTimeout(),
      this.#r.notify({ type: `observerAdded`, query: this, observer: e }));
  }
  removeObserver(e) {
    let t = this.observers.indexOf(e);
    t !== -1 &&
      (this.observers.splice(t, 1),
      this.observers.length ||
        (this.#a &&
          (this.#s || (this.state.fetchStatus === `paused` && this.state.status === `pending`)
            ? this.#a.cancel({ revert: !0 })
            : this.#a.cancelRetry()),
        this.scheduleGc()),
      this.#r.notify({ type: `observerRemoved`, query: this, observer: e }));
  }
  getObserversCount() {
    return this.observers.length;
  }
  invalidate() {
    this.state.isInvalidated || this.#c({ type: `invalidate` });
  }
  async fetch(e, t) {
    if (this.state.fetchStatus !== `idle` && this.#a?.status() !== `rejected`) {
      if (this.state.data !== void 0 && t?.cancelRefetch) this.cancel({ silent: !0 });
      else if (this.#a) return (this.#a.continueRetry(), this.#a.promise);
    }
    if ((e && this.setOptions(e), !this.options.queryFn)) {
      let e = this.observers.find((e) => e.options.queryFn);
      e && this.setOptions(e.options);
    }
    let n = new AbortController(),
      r = (e) => {
        Object.defineProperty(e, "signal", { enumerable: !0, get: () => ((this.#s = !0), n.signal) });
      },
      i = () => {
        let e = xt(this.options, t),
          n = (() => {
            let e = { client: this.#i, queryKey: this.queryKey, meta: this.meta };
            return (r(e), e);
          })();
        return ((this.#s = !1), this.options.persister ? this.options.persister(e, n, this) : e(n));
      },
      a = (() => {
        let e = {
          fetchOptions: t,
          options: this.options,
          queryKey: this.queryKey,
          client: this.#i,
          state: this.state,
          fetchFn: i,
        };
        return (r(e), e);
      })();
    ((this.#e === `infinite` ? It(this.options.pages) : this.options.behavior)?.onFetch(a, this),
      (this.#n = this.state),
      (this.state.fetchStatus === `idle` || this.state.fetchMeta !== a.fetchOptions?.meta) &&
        this.#c({ type: `fetch`, meta: a.fetchOptions?.meta }));
    let o = (this.#a = Pt({
      initialPromise: t?.initialPromise,
      fn: a.fetchFn,
      onCancel: (e) => {
        (e instanceof Nt && e.revert && this.setState({ ...this.#n, fetchStatus: `idle` }), n.abort());
      },
      onFail: (e, t) => {
        this.#c({ type: `failed`, failureCount: e, error: t });
      },
      onPause: () => {
        this.#c({ type: `pause` });
      },
      onContinue: () => {
        this.#c({ type: `continue` });
      },
      retry: a.options.retry,
      retryDelay: a.options.retryDelay,
      networkMode: a.options.networkMode,
      canRun: () => !0,
    }));
    try {
      let e = await o.start();
      if (e === void 0) throw Error(`${this.queryHash} data is undefined`);
      return (
        this.setData(e),
        this.#r.config.onSuccess?.(e, this),
        this.#r.config.onSettled?.(e, this.state.error, this),
        e
      );
    } catch (e) {
      if (e instanceof Nt) {
        if (e.silent) return this.#a.promise;
        if (e.revert) {
          if (this.state.data === void 0) throw e;
          return this.state.data;
        }
      }
      throw (
        this.#c({ type: `error`, error: e }),
        this.#r.config.onError?.(e, this),
        this.#r.config.onSettled?.(this.state.data, e, this),
        e
      );
    } finally {
      (this.#a === o && (this.#a = void 0), this.scheduleGc());
    }
  }
  #c(e) {
    let t = (t) => {
      switch (e.type) {
        case `failed`:
          return { ...t, fetchFailureCount: e.failureCount, fetchFailureReason: e.error };
        case `pause`:
          return { ...t, fetchStatus: `paused` };
        case `continue`:
          return { ...t, fetchStatus: `fetching` };
        case `fetch`:
          return { ...t, ...Ht(t.data, this.options), fetchMeta: e.meta ?? null };
        case `success`:
          let n = {
            ...t,
            ...Ut(e.data, e.dataUpdatedAt),
            dataUpdateCount: t.dataUpdateCount + 1,
            ...(!e.manual && { fetchStatus: `idle`, fetchFailureCount: 0, fetchFailureReason: null }),
          };
          return ((this.#n = e.manual ? n : void 0), n);
        case `error`:
          let r = e.error;
          return {
            ...t,
            error: r,
            errorUpdateCount: t.errorUpdateCount + 1,
            errorUpdatedAt: Date.now(),
            fetchFailureCount: t.fetchFailureCount + 1,
            fetchFailureReason: r,
            fetchStatus: `idle`,
            status: `error`,
            isInvalidated: !0,
          };
        case `invalidate`:
          return { ...t, isInvalidated: !0 };
        case `setState`:
          return { ...t, ...e.state };
      }
    };
    ((this.state = t(this.state)),
      N.batch(() => {
        (this.observers.slice().forEach((e) => {
          e.onQueryUpdate();
        }),
          this.#r.notify({ query: this, type: `updated`, action: e }));
      }));
  }
};
function Ht(e, t) {
  return {
    fetchFailureCount: 0,
    fetchFailureReason: null,
    fetchStatus: Mt(t.networkMode) ? `fetching` : `paused`,
    ...(e === void 0 && { error: null, status: `pending` }),
  };
}
function Ut(e, t) {
  return { data: e, dataUpdatedAt: t ?? Date.now(), error: null, isInvalidated: !1, status: `success` };
}
function Wt(e) {
  let t = typeof e.initialData == `function` ? e.initialData() : e.initialData,
    n = t !== void 0,
    r = n
      ? typeof e.initialDataUpdatedAt == `function`
        ? e.initialDataUpdatedAt()
        : e.initialDataUpdatedAt
      : 0;
  return {
    data: t,
    dataUpdateCount: 0,
    dataUpdatedAt: n ? (r ?? Date.now()) : 0,
    error: null,
    errorUpdateCount: 0,
    errorUpdatedAt: 0,
    fetchFailureCount: 0,
    fetchFailureReason: null,
    fetchMeta: null,
    isInvalidated: !1,
    status: n ? `success` : `pending`,
    fetchStatus: `idle`,
  };
}
var Gt = class extends Et {
  #e;
  #t = void 0;
  #n = void 0;
  #r = void 0;
  #i;
  #a;
  #o;
  #s;
  #c;
  #l;
  #u;
  #d;
  #f;
  #p = new Set();
  constructor(e, t) {
    (super(), (this.options = t), (this.#e = e), (this.#o = null), this.bindMethods(), this.setOptions(t));
  }
  bindMethods() {
    this.refetch = this.refetch.bind(this);
  }
  onSubscribe() {
    this.listeners.size === 1 &&
      (this.#t.addObserver(this), qt(this.#t, this.options) ? this.#m() : this.updateResult(), this.#y());
  }
  onUnsubscribe() {
    this.hasListeners() || this.destroy();
  }
  shouldFetchOnReconnect() {
    return Jt(this.#t, this.options, this.options.refetchOnReconnect);
  }
  shouldFetchOnWindowFocus() {
    return Jt(this.#t, this.options, this.options.refetchOnWindowFocus);
  }
  destroy() {
    ((this.listeners = new Set()), this.#b(), this.#x(), this.#t.removeObserver(this));
  }
  setOptions(e) {
    let t = this.options,
      n = this.#t;
    if (
      ((this.options = this.#e.defaultQueryOptions(e)),
      this.options.enabled !== void 0 &&
        typeof this.options.enabled != `boolean` &&
        typeof this.options.enabled != `function` &&
        typeof M(this.options.enabled, this.#t) != `boolean`)
    )
      throw Error(`Expected enabled to be a boolean or a callback that returns a boolean`);
    (this.#S(),
      this.#t.setOptions(this.options),
      t._defaulted &&
        !ft(this.options, t) &&
        this.#e.getQueryCache().notify({ type: `observerOptionsUpdated`, query: this.#t, observer: this }));
    let r = this.hasListeners();
    (r && Yt(this.#t, n, this.options, t) && this.#m(),
      this.updateResult(),
      r &&
        (this.#t !== n ||
          M(this.options.enabled, this.#t) !== M(t.enabled, this.#t) ||
          M(this.options.staleTime, this.#t) !== M(t.staleTime, this.#t)) &&
        this.#g());
    let i = this.#_();
    r &&
      (this.#t !== n || M(this.options.enabled, this.#t) !== M(t.enabled, this.#t) || i !== this.#f) &&
      this.#v(i);
  }
  getOptimisticResult(e) {
    let t = this.#e.getQueryCache().build(this.#e, e),
      n = this.createResult(t, e);
    return (
      ft(this.getCurrentResult(), n) || ((this.#r = n), (this.#a = this.options), (this.#i = this.#t.state)),
      n
    );
  }
  getCurrentResult() {
    return this.#r;
  }
  trackResult(e, t) {
    return new Proxy(e, { get: (e, n) => (this.trackProp(n), t?.(n), Reflect.get(e, n)) });
  }
  trackProp(e) {
    this.#p.add(e);
  }
  getCurrentQuery() {
    return this.#t;
  }
  refetch({ ...e } = {}) {
    return this.fetch({ ...e });
  }
  fetchOptimistic(e) {
    let t = this.#e.defaultQueryOptions(e),
      n = this.#e.getQueryCache().build(this.#e, t),
      r = () => {},
      i,
      a = new Promise((e) => {
        ((i = e),
          (r = this.#e.getQueryCache().subscribe((i) => {
            i.type === `updated` &&
              i.query.queryHash === n.queryHash &&
              n.state.data !== void 0 &&
              (r(), e(this.createResult(n, t)));
          })));
      });
    return Promise.race([
      n
        .fetch()
        .then(() => {
          let e = this.createResult(n, t);
          return (i?.(e), e);
        })
        .finally(() => {
          r();
        }),
      a,
    ]);
  }
  fetch(e) {
    return this.#m({ ...e, cancelRefetch: e.cancelRefetch ?? !0 }).then(() => (this.updateResult(), this.#r));
  }
  #m(e) {
    this.#S();
    let t = this.#t.fetch(this.options, e);
    return (e?.throwOnError || (t = t.catch(j)), t);
  }
  #h(e) {
    return !Tt() && M(this.options.enabled, this.#t) !== !1 && rt(e);
  }
  #g() {
    this.#b();
    let e = M(this.options.staleTime, this.#t);
    if (this.#r.isStale || !this.#h(e)) return;
    let t = it(this.#r.dataUpdatedAt, e) + 1;
    this.#u = $e.setTimeout(() => {
      this.#r.isStale || this.updateResult();
    }, t);
  }
  #_() {
    return M(this.options.refetchInterval, this.#t) ?? !1;
  }
  #v(e) {
    (this.#x(),
      (this.#f = e),
      this.#f !== 0 &&
        this.#h(this.#f) &&
        (this.#d = $e.setInterval(() => {
          (this.options.refetchIntervalInBackground || Dt.isFocused()) && this.#m();
        }, this.#f)));
  }
  #y() {
    (this.#g(), this.#v(this.#_()));
  }
  #b() {
    this.#u !== void 0 && ($e.clearTimeout(this.#u), (this.#u = void 0));
  }
  #x() {
    this.#d !== void 0 && ($e.clearInterval(this.#d), (this.#d = void 0));
  }
  createResult(e, t) {
    let n = this.#t,
      r = this.options,
      i = this.#r,
      a = this.#i,
      o = this.#a,
      s = e === n ? this.#n : e.state,
      { state: c } = e,
      l = { ...c },
      u = !1,
      d;
    if (t._optimisticResults) {
      let i = this.hasListeners(),
        a = !i && qt(e, t),
        o = i && Yt(e, n, t, r);
      ((a || o) && (l = { ...l, ...Ht(c.data, e.options) }),
        t._optimisticResults === `isRestoring` && (l.fetchStatus = `idle`));
    }
    let { error: f, errorUpdatedAt: p, status: m } = l;
    d = l.data;
    let h = !1;
    if (t.placeholderData !== void 0 && d === void 0 && m === `pending`) {
      let e;
      (i?.isPlaceholderData && t.placeholderData === o?.placeholderData
        ? ((e = i.data), (h = !0))
        : (e =
            typeof t.placeholderData == `function`
              ? t.placeholderData(this.#l?.state.data, this.#l)
              : t.placeholderData),
        e !== void 0 && ((m = `success`), (d = _t(i?.data, e, t)), (u = !0)));
    }
    if (t.select && d !== void 0 && !h) {
      if (i && d === a?.data && t.select === this.#s) d = this.#c;
      else
        try {
          ((this.#s = t.select), (d = t.select(d)), (d = _t(i?.data, d, t)), (this.#c = d), (this.#o = null));
        } catch (e) {
          this.#o = e;
        }
    } else d === void 0 && (this.#o = null);
    this.#o && ((f = this.#o), (d = this.#c), (p = Date.now()), (m = `error`), (u = !1));
    let g = l.fetchStatus === `fetching`,
      _ = m === `pending`,
      v = m === `error`,
      y = _ && g,
      b = d !== void 0;
    return {
      status: m,
      fetchStatus: l.fetchStatus,
      isPending: _,
      isSuccess: m === `success`,
      isError: v,
      isInitialLoading: y,
      isLoading: y,
      data: d,
      dataUpdatedAt: l.dataUpdatedAt,
      error: f,
      errorUpdatedAt: p,
      failureCount: l.fetchFailureCount,
      failureReason: l.fetchFailureReason,
      errorUpdateCount: l.errorUpdateCount,
      isFetched: e.isFetched(),
      isFetchedAfterMount: l.dataUpdateCount > s.dataUpdateCount || l.errorUpdateCount > s.errorUpdateCount,
      isFetching: g,
      isRefetching: g && !_,
      isLoadingError: v && !b,
      isPaused: l.fetchStatus === `paused`,
      isPlaceholderData: u,
      isRefetchError: v && b,
      isStale: Xt(e, t),
      refetch: this.refetch,
      isEnabled: M(t.enabled, e) !== !1,
    };
  }
  updateResult() {
    let e = this.#r,
      t = this.createResult(this.#t, this.options);
    if (
      ((this.#i = this.#t.state),
      (this.#a = this.options),
      this.#i.data !== void 0 && (this.#l = this.#t),
      ft(t, e))
    )
      return;
    this.#r = t;
    let n = (() => {
      if (!e) return !0;
      let { notifyOnChangeProps: t } = this.options,
        n = typeof t == `function` ? t() : t;
      if (n === `all` || (!n && !this.#p.size)) return !0;
      let r = new Set(n ?? this.#p);
      return (
        this.options.throwOnError && r.add(`error`),
        Object.keys(this.#r).some((t) => {
          let n = t;
          return this.#r[n] !== e[n] && r.has(n);
        })
      );
    })();
    N.batch(() => {
      (n &&
        this.listeners.forEach((e) => {
          e(this.#r);
        }),
        this.#e.getQueryCache().notify({ query: this.#t, type: `observerResultsUpdated` }));
    });
  }
  #S() {
    let e = this.#e.getQueryCache().build(this.#e, this.options);
    if (e === this.#t) return;
    let t = this.#t;
    ((this.#t = e),
      (this.#n = e.state),
      this.hasListeners() && (t?.removeObserver(this), e.addObserver(this)));
  }
  onQueryUpdate() {
    (this.updateResult(), this.hasListeners() && this.#y());
  }
};
function Kt(e, t) {
  return (
    M(t.enabled, e) !== !1 &&
    e.state.data === void 0 &&
    (e.state.status !== `error` || M(t.retryOnMount, e) !== !1)
  );
}
function qt(e, t) {
  return Kt(e, t) || (e.state.data !== void 0 && Jt(e, t, t.refetchOnMount));
}
function Jt(e, t, n) {
  if (M(t.enabled, e) !== !1 && M(t.staleTime, e) !== `static`) {
    let r = M(n, e);
    return r === `always` || (r !== !1 && Xt(e, t));
  }
  return !1;
}
function Yt(e, t, n, r) {
  return (e !== t || M(r.enabled, e) === !1) && (!n.suspense || e.state.status !== `error`) && Xt(e, n);
}
function Xt(e, t) {
  return M(t.enabled, e) !== !1 && e.isStaleByTime(M(t.staleTime, e));
}
var Zt = class extends Gt {
    constructor(e, t) {
      super(e, t);
    }
    bindMethods() {
      (super.bindMethods(),
        (this.fetchNextPage = this.fetchNextPage.bind(this)),
        (this.fetchPreviousPage = this.fetchPreviousPage.bind(this)));
    }
    setOptions(e) {
      ((e._type = `infinite`), super.setOptions(e));
    }
    getOptimisticResult(e) {
      return ((e._type = `infinite`), super.getOptimisticResult(e));
    }
    fetchNextPage(e) {
      return this.fetch({ ...e, meta: { fetchMore: { direction: `forward` } } });
    }
    fetchPreviousPage(e) {
      return this.fetch({ ...e, meta: { fetchMore: { direction: `backward` } } });
    }
    createResult(e, t) {
      let { state: n } = e,
        r = super.createResult(e, t),
        { isFetching: i, isRefetching: a, isError: o, isRefetchError: s } = r,
        c = n.fetchMeta?.fetchMore?.direction,
        l = o && c === `forward`,
        u = i && c === `forward`,
        d = o && c === `backward`,
        f = i && c === `backward`;
      return {
        ...r,
        fetchNextPage: this.fetchNextPage,
        fetchPreviousPage: this.fetchPreviousPage,
        hasNextPage: zt(t, n.data),
        hasPreviousPage: Bt(t, n.data),
        isFetchNextPageError: l,
        isFetchingNextPage: u,
        isFetchPreviousPageError: d,
        isFetchingPreviousPage: f,
        isRefetchError: s && !l && !d,
        isRefetching: a && !u && !f,
      };
    }
  },
  Qt = class extends Ft {
    #e;
    #t;
    #n;
    #r;
    constructor(e) {
      (super(),
        (this.#e = e.client),
        (this.mutationId = e.mutationId),
        (this.#n = e.mutationCache),
        (this.#t = []),
        (this.state = e.state || $t()),
        this.setOptions(e.options),
        this.scheduleGc());
    }
    setOptions(e) {
      ((this.options = e), this.updateGcTime(this.options.gcTime));
    }
    get meta() {
      return this.options.meta;
    }
    addObserver(e) {
      this.#t.includes(e) ||
        (this.#t.push(e),
        this.clearGcTimeout(),
        this.#n.notify({ type: `observerAdded`, mutation: this, observer: e }));
    }
    removeObserver(e) {
      ((this.#t = this.#t.filter((t) => t !== e)),
        this.scheduleGc(),
        this.#n.notify({ type: `observerRemoved`, mutation: this, observer: e }));
    }
    optionalRemove() {
      this.#t.length || (this.state.status === `pending` ? this.scheduleGc() : this.#n.remove(this));
    }
    continue() {
      return (
        this.#r?.continue() ??
        (this.state.status === `pending` ? this.execute(this.state.variables) : Promise.resolve())
      );
    }
    async execute(e) {
      let t = () => {
          this.#i({ type: `continue` });
        },
        n = { client: this.#e, meta: this.options.meta, mutationKey: this.options.mutationKey },
        r = (this.#r = Pt({
          fn: () =>
            this.options.mutationFn
              ? this.options.mutationFn(e, n)
              : Promise.reject(Error(`No mutationFn found`)),
          onFail: (e, t) => {
            this.#i({ type: `failed`, failureCount: e, error: t });
          },
          onPause: () => {
            this.#i({ type: `pause` });
          },
          onContinue: t,
          retry: this.options.retry ?? 0,
          retryDelay: this.options.retryDelay,
          networkMode: this.options.networkMode,
          canRun: () => this.#n.canRun(this),
        })),
        i = this.state.status === `pending`,
        a = !r.canStart();
      try {
        if (i) t();
        else {
          (this.#i({ type: `pending`, variables: e, isPaused: a }),
            this.#n.config.onMutate && (await this.#n.config.onMutate(e, this, n)));
          let t = await this.options.onMutate?.(e, n);
          t !== this.state.context && this.#i({ type: `pending`, context: t, variables: e, isPaused: a });
        }
        let o = await r.start();
        return (
          await this.#n.config.onSuccess?.(o, e, this.state.context, this, n),
          await this.options.onSuccess?.(o, e, this.state.context, n),
          await this.#n.config.onSettled?.(o, null, this.state.variables, this.state.context, this, n),
          await this.options.onSettled?.(o, null, e, this.state.context, n),
          this.#i({ type: `success`, data: o }),
          o
        );
      } catch (t) {
        try {
          await this.#n.config.onError?.(t, e, this.state.context, this, n);
        } catch (e) {
          Promise.reject(e);
        }
        try {
          await this.options.onError?.(t, e, this.state.context, n);
        } catch (e) {
          Promise.reject(e);
        }
        try {
          await this.#n.config.onSettled?.(void 0, t, this.state.variables, this.state.context, this, n);
        } catch (e) {
          Promise.reject(e);
        }
        try {
          await this.options.onSettled?.(void 0, t, e, this.state.context, n);
        } catch (e) {
          Promise.reject(e);
        }
        throw (this.#i({ type: `error`, error: t }), t);
      } finally {
        (this.#r === r && (this.#r = void 0), this.#n.runNext(this));
      }
    }
    #i(e) {
      let t = (t) => {
        switch (e.type) {
          case `failed`:
            return { ...t, failureCount: e.failureCount, failureReason: e.error };
          case `pause`:
            return { ...t, isPaused: !0 };
          case `continue`:
            return { ...t, isPaused: !1 };
          case `pending`:
            return {
              ...t,
              context: e.context,
              data: void 0,
              failureCount: 0,
              failureReason: null,
              error: null,
              isPaused: e.isPaused,
              status: `pending`,
              variables: e.variables,
              submittedAt: Date.now(),
            };
          case `success`:
            return {
              ...t,
              data: e.data,
              failureCount: 0,
              failureReason: null,
              error: null,
              status: `success`,
              isPaused: !1,
            };
          case `error`:
            return {
              ...t,
              data: void 0,
              error: e.error,
              failureCount: t.failureCount + 1,
              failureReason: e.error,
              isPaused: !1,
              status: `error`,
            };
        }
      };
      ((this.state = t(this.state)),
        N.batch(() => {
          (this.#t.forEach((t) => {
            t.onMutationUpdate(e);
          }),
            this.#n.notify({ mutation: this, type: `updated`, action: e }));
        }));
    }
  };
function $t() {
  return {
    context: void 0,
    data: void 0,
    error: null,
    failureCount: 0,
    failureReason: null,
    isPaused: !1,
    status: `idle`,
    variables: void 0,
    submittedAt: 0,
  };
}
var en = class extends Et {
  #e;
  #t;
  #n;
  constructor(e = {}) {
    (super(), (this.config = e), (this.#e = new Set()), (this.#t = new Map()), (this.#n = 0));
  }
  build(e, t, n) {
    let r = new Qt({
      client: e,
      mutationCache: this,
      mutationId: ++this.#n,
      options: e.defaultMutationOptions(t),
      state: n,
    });
    return (this.add(r), r);
  }
  add(e) {
    this.#e.add(e);
    let t = tn(e);
    if (typeof t == `string`) {
      let n = this.#t.get(t);
      n ? n.push(e) : this.#t.set(t, [e]);
    }
    this.notify({ type: `added`, mutation: e });
  }
  remove(e) {
    if (this.#e.delete(e)) {
      let t = tn(e);
      if (typeof t == `string`) {
        let n = this.#t.get(t);
        if (n) {
          if (n.length > 1) {
            let t = n.indexOf(e);
            t !== -1 && n.splice(t, 1);
          } else n[0] === e && this.#t.delete(t);
        }
      }
    }
    this.notify({ type: `removed`, mutation: e });
  }
  canRun(e) {
    let t = tn(e);
    if (typeof t == `string`) {
      let n = this.#t.get(t)?.find((e) => e.state.status === `pending`);
      return !n || n === e;
    }
    return !0;
  }
  runNext(e) {
    let t = tn(e);
    return typeof t == `string`
      ? (this.#t
          .get(t)
          ?.find((t) => t !== e && t.state.isPaused)
          ?.continue() ?? Promise.resolve())
      : Promise.resolve();
  }
  clear() {
    N.batch(() => {
      (this.#e.forEach((e) => {
        this.notify({ type: `removed`, mutation: e });
      }),
        this.#e.clear(),
        this.#t.clear());
    });
  }
  getAll() {
    return Array.from(this.#e);
  }
  find(e) {
    let t = { exact: !0, ...e };
    return this.getAll().find((e) => ot(t, e));
  }
  findAll(e = {}) {
    return this.getAll().filter((t) => ot(e, t));
  }
  notify(e) {
    N.batch(() => {
      this.listeners.forEach((t) => {
        t(e);
      });
    });
  }
  resumePausedMutations() {
    let e = this.getAll().filter((e) => e.state.isPaused);
    return N.batch(() => Promise.all(e.map((e) => e.continue().catch(j))));
  }
};
function tn(e) {
  return e.options.scope?.id;
}
var nn = class extends Et {
    #e;
    constructor(e = {}) {
      (super(), (this.config = e), (this.#e = new Map()));
    }
    build(e, t, n) {
      let r = t.queryKey,
        i = t.queryHash ?? st(r, t),
        a = this.get(i);
      return (
        a ||
          ((a = new Vt({
            client: e,
            queryKey: r,
            queryHash: i,
            options: e.defaultQueryOptions(t),
            state: n,
            defaultOptions: e.getQueryDefaults(r),
          })),
          this.add(a)),
        a
      );
    }
    add(e) {
      this.#e.has(e.queryHash) || (this.#e.set(e.queryHash, e), this.notify({ type: `added`, query: e }));
    }
    remove(e) {
      this.#e.get(e.queryHash) === e &&
        (e.destroy(), this.#e.delete(e.queryHash), this.notify({ type: `removed`, query: e }));
    }
    clear() {
      N.batch(() => {
        this.getAll().forEach((e) => {
          this.remove(e);
        });
      });
    }
    get(e) {
      return this.#e.get(e);
    }
    getAll() {
      return [...this.#e.values()];
    }
    find(e) {
      let t = { exact: !0, ...e };
      return this.getAll().find((e) => at(t, e));
    }
    findAll(e = {}) {
      let t = this.getAll();
      return Object.keys(e).length > 0 ? t.filter((t) => at(e, t)) : t;
    }
    notify(e) {
      N.batch(() => {
        this.listeners.forEach((t) => {
          t(e);
        });
      });
    }
    onFocus() {
      N.batch(() => {
        this.getAll().forEach((e) => {
          e.onFocus();
        });
      });
    }
    onOnline() {
      N.batch(() => {
        this.getAll().forEach((e) => {
          e.onOnline();
        });
      });
    }
  },
  rn = class {
    #e;
    #t;
    #n;
    #r;
    #i;
    #a;
    #o;
    #s;
    constructor(e = {}) {
      ((this.#e = e.queryCache || new nn()),
        (this.#t = e.mutationCache || new en()),
        (this.#n = e.defaultOptions || {}),
        (this.#r = new Map()),
        (this.#i = new Map()),
        (this.#a = 0));
    }
    mount() {
      (this.#a++,
        this.#a === 1 &&
          ((this.#o = Dt.subscribe(async (e) => {
            e && (await this.resumePausedMutations(), this.#e.onFocus());
          })),
          (this.#s = At.subscribe(async (e) => {
            e && (await this.resumePausedMutations(), this.#e.onOnline());
          }))));
    }
    unmount() {
      (this.#a--, this.#a === 0 && (this.#o?.(), (this.#o = void 0), this.#s?.(), (this.#s = void 0)));
    }
    isFetching(e) {
      return this.#e.findAll({ ...e, fetchStatus: `fetching` }).length;
    }
    isMutating(e) {
      return this.#t.findAll({ ...e, status: `pending` }).length;
    }
    getQueryData(e) {
      let t = this.defaultQueryOptions({ queryKey: e });
      return this.#e.get(t.queryHash)?.state.data;
    }
    ensureQueryData(e) {
      let t = this.defaultQueryOptions(e),
        n = this.#e.build(this, t),
        r = n.state.data;
      return r === void 0
        ? this.fetchQuery(e)
        : (e.revalidateIfStale && n.isStaleByTime(M(t.staleTime, n)) && this.prefetchQuery(t),
          Promise.resolve(r));
    }
    getQueriesData(e) {
      return this.#e.findAll(e).map(({ queryKey: e, state: t }) => [e, t.data]);
    }
    setQueryData(e, t, n) {
      let r = this.defaultQueryOptions({ queryKey: e }),
        i = this.#e.get(r.queryHash)?.state.data,
        a = nt(t, i);
      if (a !== void 0) return this.#e.build(this, r).setData(a, { ...n, manual: !0 });
    }
    setQueriesData(e, t, n) {
      return N.batch(() => this.#e.findAll(e).map(({ queryKey: e }) => [e, this.setQueryData(e, t, n)]));
    }
    getQueryState(e) {
      let t = this.defaultQueryOptions({ queryKey: e });
      return this.#e.get(t.queryHash)?.state;
    }
    removeQueries(e) {
      let t = this.#e;
      N.batch(() => {
        t.findAll(e).forEach((e) => {
          t.remove(e);
        });
      });
    }
    resetQueries(e, t) {
      let n = this.#e;
      return N.batch(() => {
        let r = n.findAll(e),
          i = new Set(r);
        return (
          r.forEach((e) => {
            e.reset();
          }),
          this.refetchQueries({ type: `active`, predicate: (e) => i.has(e) }, t)
        );
      });
    }
    cancelQueries(e, t = {}) {
      let n = { revert: !0, ...t },
        r = N.batch(() => this.#e.findAll(e).map((e) => e.cancel(n)));
      return Promise.all(r).then(j).catch(j);
    }
    invalidateQueries(e, t = {}) {
      return N.batch(
        () => (
          this.#e.findAll(e).forEach((e) => {
            e.invalidate();
          }),
          e?.refetchType === `none`
            ? Promise.resolve()
            : this.refetchQueries({ ...e, type: e?.refetchType ?? e?.type ?? `active` }, t)
        ),
      );
    }
    refetchQueries(e, t = {}) {
      let n = { ...t, cancelRefetch: t.cancelRefetch ?? !0 },
        r = N.batch(() =>
          this.#e
            .findAll(e)
            .filter((e) => !e.isDisabled() && !e.isStatic())
            .map((e) => {
              let t = e.fetch(void 0, n);
              return (
                n.throwOnError || (t = t.catch(j)), e.state.fetchStatus === `paused` ? Promise.resolve() : t
              );
            }),
        );
      return Promise.all(r).then(j);
    }
    async query(e) {
      let t = this.defaultQueryOptions(e);
      t.retry === void 0 && (t.retry = !1);
      let n = this.#e.build(this, t),
        r = n.isStaleByTime(M(t.staleTime, n)) ? await n.fetch(t) : n.state.data,
        i = t.select;
      return i ? i(r) : r;
    }
    fetchQuery(e) {
      let t = this.defaultQueryOptions(e);
      t.retry === void 0 && (t.retry = !1);
      let n = this.#e.build(this, t);
      return n.isStaleByTime(M(t.staleTime, n)) ? n.fetch(t) : Promise.resolve(n.state.data);
    }
    prefetchQuery(e) {
      return this.fetchQuery(e).then(j).catch(j);
    }
    infiniteQuery(e) {
      return ((e._type = `infinite`), this.query(e));
    }
    fetchInfiniteQuery(e) {
      return ((e._type = `infinite`), this.fetchQuery(e));
    }
    prefetchInfiniteQuery(e) {
      return this.fetchInfiniteQuery(e).then(j).catch(j);
    }
    ensureInfiniteQueryData(e) {
      return ((e._type = `infinite`), this.ensureQueryData(e));
    }
    resumePausedMutations() {
      return At.isOnline() ? this.#t.resumePausedMutations() : Promise.resolve();
    }
    getQueryCache() {
      return this.#e;
    }
    getMutationCache() {
      return this.#t;
    }
    getDefaultOptions() {
      return this.#n;
    }
    setDefaultOptions(e) {
      this.#n = e;
    }
    setQueryDefaults(e, t) {
      this.#r.set(ct(e), { queryKey: e, defaultOptions: t });
    }
    getQueryDefaults(e) {
      let t = [...this.#r.values()],
        n = {};
      return (
        t.forEach((t) => {
          lt(e, t.queryKey) && Object.assign(n, t.defaultOptions);
        }),
        n
      );
    }
    setMutationDefaults(e, t) {
      this.#i.set(ct(e), { mutationKey: e, defaultOptions: t });
    }
    getMutationDefaults(e) {
      let t = [...this.#i.values()],
        n = {};
      return (
        t.forEach((t) => {
          lt(e, t.mutationKey) && Object.assign(n, t.defaultOptions);
        }),
        n
      );
    }
    defaultQueryOptions(e) {
      if (e._defaulted) return e;
      let t = { ...this.#n.queries, ...this.getQueryDefaults(e.queryKey), ...e, _defaulted: !0 };
      return (
        (t.queryHash ||= st(t.queryKey, t)),
        t.refetchOnReconnect === void 0 && (t.refetchOnReconnect = t.networkMode !== `always`),
        t.throwOnError === void 0 && (t.throwOnError = !!t.suspense),
        !t.networkMode && t.persister && (t.networkMode = `offlineFirst`),
        t.queryFn === bt && (t.enabled = !1),
        t
      );
    }
    defaultMutationOptions(e) {
      return e?._defaulted
        ? e
        : {
            ...this.#n.mutations,
            ...(e?.mutationKey && this.getMutationDefaults(e.mutationKey)),
            ...e,
            _defaulted: !0,
          };
    }
    clear() {
      (this.#e.clear(), this.#t.clear());
    }
  },
  an = xe(!1),
  on = () => ze(an);
an.Provider;
function sn() {
  let e = !1;
  return {
    clearReset: () => {
      e = !1;
    },
    reset: () => {
      e = !0;
    },
    isReset: () => e,
  };
}
var cn = xe(sn()),
  ln = () => ze(cn),
  un = (e, t, n) => {
    let r =
      n?.state.error && typeof e.throwOnError == `function`
        ? St(e.throwOnError, [n.state.error, n])
        : e.throwOnError;
    (e.suspense || r) && (t.isReset() || (e.retryOnMount = !1));
  },
  dn = (e) => {
    k(() => {
      e.clearReset();
    }, [e]);
  },
  fn = ({ result: e, errorResetBoundary: t, throwOnError: n, query: r, suspense: i }) =>
    e.isError && !t.isReset() && !e.isFetching && r && ((i && e.data === void 0) || St(n, [e.error, r])),
  pn = (e) => {
    if (e.suspense) {
      let t = 1e3,
        n = (e) => (e === `static` ? e : Math.max(e ?? t, t)),
        r = e.staleTime;
      ((e.staleTime = typeof r == `function` ? (...e) => n(r(...e)) : n(r)),
        typeof e.gcTime == `number` && (e.gcTime = Math.max(e.gcTime, t)));
    }
  },
  mn = (e, t) => e?.suspense && t.isPending,
  hn = (e, t, n) =>
    t.fetchOptimistic(e).catch(() => {
      n.clearReset();
    });
function gn(e, t) {
  let n = t(),
    [{ _instance: r }, i] = O({ _instance: { _value: n, _getSnapshot: t } });
  return (
    Fe(() => {
      ((r._value = n), (r._getSnapshot = t), _n(r) && i({ _instance: r }));
    }, [e, n, t]),
    k(
      () => (
        _n(r) && i({ _instance: r }),
        e(() => {
          _n(r) && i({ _instance: r });
        })
      ),
      [e],
    ),
    n
  );
}
function _n(e) {
  let t = e._getSnapshot,
    n = e._value;
  try {
    let e = t();
    return !Object.is(n, e);
  } catch {
    return !0;
  }
}
function vn(e, t, n) {
  let r = on(),
    i = ln(),
    a = Xe(n),
    o = a.defaultQueryOptions(e),
    s = a.getQueryCache().get(o.queryHash);
  ((o._optimisticResults = r ? `isRestoring` : `optimistic`), pn(o), un(o, i, s), dn(i));
  let [c] = O(() => new t(a, o)),
    l = c.getOptimisticResult(o),
    u = !r && e.subscribed !== !1;
  if (
    (gn(
      Re(
        (e) => {
          let t = u ? c.subscribe(N.batchCalls(e)) : j;
          return (c.updateResult(), t);
        },
        [c, u],
      ),
      () => c.getCurrentResult(),
    ),
    k(() => {
      c.setOptions(o);
    }, [o, c]),
    mn(o, l))
  )
    throw hn(o, c, i);
  if (fn({ result: l, errorResetBoundary: i, throwOnError: o.throwOnError, query: s, suspense: o.suspense }))
    throw l.error;
  return o.notifyOnChangeProps ? l : c.trackResult(l);
}
function yn(e, t) {
  return vn(e, Gt, t);
}
function bn(e, t) {
  return vn(e, Zt, t);
}
var xn = Symbol.for(`preact-signals`);
function Sn() {
  if (Dn > 1) Dn--;
  else {
    var e,
      t = !1;
    for (
      (function () {
        var e = jn;
        for (jn = void 0; e !== void 0;) {
          var t = e.S;
          if (t.v === e.v) for (var n = t.t; n !== void 0; n = n.x) n.i === e.i && (n.i = t.i);
          e = e.o;
        }
      })();
      En !== void 0;
    ) {
      var n = En;
      for (En = void 0, On++; n !== void 0;) {
        var r = n.u;
        if (((n.u = void 0), (n.f &= -3), !(8 & n.f) && Fn(n)))
          try {
            n.c();
          } catch (n) {
            t ||= ((e = n), !0);
          }
        n = r;
      }
    }
    if (((On = 0), Dn--, t)) throw e;
  }
}
function Cn(e) {
  if (Dn > 0) return e();
  ((An = ++kn), Dn++);
  try {
    return e();
  } finally {
    Sn();
  }
}
var wn,
  P = void 0;
function Tn(e) {
  var t = P,
    n = wn;
  ((P = void 0), (wn = void 0));
  try {
    return e();
  } finally {
    ((P = t), (wn = n));
  }
}
var En = void 0,
  Dn = 0,
  On = 0,
  kn = 0,
  An = 0,
  jn = void 0,
  Mn = 0;
function Nn(e) {
  if (P !== void 0) {
    var t = e.n;
    if (t === void 0 || t.t !== P)
      return (
        (t = { i: 0, S: e, p: P.s, n: void 0, t: P, e: void 0, x: void 0, r: t }),
        P.s !== void 0 && (P.s.n = t),
        (P.s = t),
        (e.n = t),
        32 & P.f && e.S(t),
        t
      );
    if (t.i === -1)
      return (
        (t.i = 0),
        t.n !== void 0 &&
          ((t.n.p = t.p),
          t.p !== void 0 && (t.p.n = t.n),
          (t.p = P.s),
          (t.n = void 0),
          (P.s.n = t),
          (P.s = t)),
        t
      );
  }
}
function F(e, t) {
  ((this.v = e),
    (this.i = 0),
    (this.n = void 0),
    (this.t = void 0),
    (this.l = 0),
    (this.W = t?.watched),
    (this.Z = t?.unwatched),
    (this.name = t?.name));
}
((F.prototype.brand = xn),
  (F.prototype.h = function () {
    return !0;
  }),
  (F.prototype.S = function (e) {
    var t = this,
      n = this.t;
    n !== e &&
      e.e === void 0 &&
      ((e.x = n),
      (this.t = e),
      n === void 0
        ? Tn(function () {
            var e;
            (e = t.W) == null || e.call(t);
          })
        : (n.e = e));
  }),
  (F.prototype.U = function (e) {
    var t = this;
    if (this.t !== void 0) {
      var n = e.e,
        r = e.x;
      (n !== void 0 && ((n.x = r), (e.e = void 0)),
        r !== void 0 && ((r.e = n), (e.x = void 0)),
        e === this.t &&
          ((this.t = r),
          r === void 0 &&
            Tn(function () {
              var e;
              (e = t.Z) == null || e.call(t);
            })));
    }
  }),
  (F.prototype.subscribe = function (e) {
    var t = this;
    return Wn(
      function () {
        var n = t.value;
        Tn(function () {
          return e(n);
        });
      },
      { name: `sub` },
    );
  }),
  (F.prototype.valueOf = function () {
    return this.value;
  }),
  (F.prototype.toString = function () {
    return this.value + ``;
  }),
  (F.prototype.toJSON = function () {
    return this.value;
  }),
  (F.prototype.peek = function () {
    var e = this;
    return Tn(function () {
      return e.value;
    });
  }),
  Object.defineProperty(F.prototype, "value", {
    get: function () {
      var e = Nn(this);
      return (e !== void 0 && (e.i = this.i), this.v);
    },
    set: function (e) {
      if (e !== this.v) {
        if (On > 100) throw Error(`Cycle detected`);
        ((function (e) {
          Dn !== 0 && On === 0 && e.l !== An && ((e.l = An), (jn = { S: e, v: e.v, i: e.i, o: jn }));
        })(this),
          (this.v = e),
          this.i++,
          Mn++,
          Dn++);
        try {
          for (var t = this.t; t !== void 0; t = t.x) t.t.N();
        } finally {
          Sn();
        }
      }
    },
  }));
function Pn(e, t) {
  return new F(e, t);
}
function Fn(e) {
  for (var t = e.s; t !== void 0; t = t.n) if (t.S.i !== t.i || !t.S.h() || t.S.i !== t.i) return !0;
  return !1;
}
function In(e) {
  for (var t = e.s; t !== void 0; t = t.n) {
    var n = t.S.n;
    if ((n !== void 0 && (t.r = n), (t.S.n = t), (t.i = -1), t.n === void 0)) {
      e.s = t;
      break;
    }
  }
}
function Ln(e) {
  for (var t = e.s, n = void 0; t !== void 0;) {
    var r = t.p;
    (t.i === -1 ? (t.S.U(t), r !== void 0 && (r.n = t.n), t.n !== void 0 && (t.n.p = r)) : (n = t),
      (t.S.n = t.r),
      t.r !== void 0 && (t.r = void 0),
      (t = r));
  }
  e.s = n;
}
function Rn(e, t) {
  (F.call(this, void 0, t), (this.x = e), (this.s = void 0), (this.g = Mn - 1), (this.f = 4));
}
((Rn.prototype = new F()),
  (Rn.prototype.h = function () {
    if (((this.f &= -3), 1 & this.f)) return !1;
    if ((36 & this.f) == 32 || ((this.f &= -5), this.g === Mn)) return !0;
    if (((this.g = Mn), (this.f |= 1), this.i > 0 && !Fn(this))) return ((this.f &= -2), !0);
    var e = P;
    try {
      (In(this), (P = this));
      var t = this.x();
      (16 & this.f || this.v !== t || this.i === 0) && ((this.v = t), (this.f &= -17), this.i++);
    } catch (e) {
      ((this.v = e), (this.f |= 16), this.i++);
    }
    return ((P = e), Ln(this), (this.f &= -2), !0);
  }),
  (Rn.prototype.S = function (e) {
    if (this.t === void 0) {
      this.f |= 36;
      for (var t = this.s; t !== void 0; t = t.n) t.S.S(t);
    }
    F.prototype.S.call(this, e);
  }),
  (Rn.prototype.U = function (e) {
    if (this.t !== void 0 && (F.prototype.U.call(this, e), this.t === void 0)) {
      this.f &= -33;
      for (var t = this.s; t !== void 0; t = t.n) t.S.U(t);
    }
  }),
  (Rn.prototype.N = function () {
    if (!(2 & this.f)) {
      this.f |= 6;
      for (var e = this.t; e !== void 0; e = e.x) e.t.N();
    }
  }),
  Object.defineProperty(Rn.prototype, "value", {
    get: function () {
      if (1 & this.f) throw Error(`Cycle detected`);
      var e = Nn(this);
      if ((this.h(), e !== void 0 && (e.i = this.i), 16 & this.f)) throw this.v;
      return this.v;
    },
  }));
function zn(e, t) {
  return new Rn(e, t);
}
function Bn(e) {
  var t = e.j;
  if (((e.j = void 0), typeof t == `function`)) {
    Dn++;
    var n = P;
    P = void 0;
    try {
      t();
    } catch (t) {
      throw ((e.f &= -2), (e.f |= 8), Vn(e), t);
    } finally {
      ((P = n), Sn());
    }
  }
}
function Vn(e) {
  for (var t = e.s; t !== void 0; t = t.n) t.S.U(t);
  ((e.x = void 0), (e.s = void 0), Bn(e));
}
function Hn(e) {
  if (P !== this) throw Error(`Out-of-order effect`);
  (Ln(this), (P = e), (this.f &= -2));
  try {
    8 & this.f && Vn(this);
  } finally {
    Sn();
  }
}
function Un(e, t) {
  ((this.x = e),
    (this.j = void 0),
    (this.s = void 0),
    (this.u = void 0),
    (this.f = 32),
    (this.name = t?.name),
    wn && wn.push(this));
}
((Un.prototype.c = function () {
  var e = this.S();
  try {
    if (8 & this.f || this.x === void 0) return;
    var t = this.x();
    typeof t == `function` && (this.j = t);
  } finally {
    e();
  }
}),
  (Un.prototype.S = function () {
    if (1 & this.f) throw Error(`Cycle detected`);
    ((this.f |= 1), (this.f &= -9), Bn(this), In(this), Dn++);
    var e = P;
    return ((P = this), Hn.bind(this, e));
  }),
  (Un.prototype.N = function () {
    2 & this.f || ((this.f |= 2), (this.u = En), (En = this));
  }),
  (Un.prototype.d = function () {
    ((this.f |= 8), 1 & this.f || Vn(this));
  }),
  (Un.prototype.dispose = function () {
    this.d();
  }));
function Wn(e, t) {
  var n = new Un(e, t);
  try {
    n.c();
  } catch (e) {
    throw (n.d(), e);
  }
  var r = n.d.bind(n);
  return ((r[Symbol.dispose] = r), r);
}
var Gn,
  Kn,
  qn = typeof window < `u` && !!window.__PREACT_SIGNALS_DEVTOOLS__,
  Jn = [];
Wn(function () {
  Gn = this.N;
})();
function Yn(e, n) {
  t[e] = n.bind(null, t[e] || function () {});
}
function Xn(e) {
  if (Kn) {
    var t = Kn;
    ((Kn = void 0), t());
  }
  Kn = e && e.S();
}
function Zn(e) {
  var t = this,
    n = e.data,
    i = $n(n);
  ((i.name = `ReactiveDom`), (i.value = n));
  var a = Le(function () {
      for (var e = t, n = t.__v; (n = n.__);)
        if (n.__c) {
          n.__c.__$f |= 4;
          break;
        }
      var a = zn(function () {
          var e = i.value.value;
          return e === 0 ? 0 : !0 === e ? `` : e || ``;
        }),
        o = zn(function () {
          return !Array.isArray(a.value) && !r(a.value);
        }),
        s = Wn(function () {
          if (((this.N = nr), o.value)) {
            var t = a.value;
            e.__v && e.__v.__e && e.__v.__e.nodeType === 3 && (e.__v.__e.data = t);
          }
        }),
        c = t.__$u.d;
      return (
        (t.__$u.d = function () {
          (s(), c.call(this));
        }),
        [o, a]
      );
    }, []),
    o = a[0],
    s = a[1];
  return o.value ? s.peek() : s.value;
}
((Zn.displayName = `ReactiveTextNode`),
  Object.defineProperties(F.prototype, {
    constructor: { configurable: !0, value: x(C, null).constructor },
    type: { configurable: !0, value: Zn },
    props: {
      configurable: !0,
      get: function () {
        var e = this;
        return {
          data: {
            get value() {
              return e.value;
            },
          },
        };
      },
    },
    __b: { configurable: !0, value: 1 },
  }),
  Yn(`__b`, function (e, t) {
    if ((Xn(), typeof t.type == `string`)) {
      var n,
        r = t.props;
      for (var i in r)
        if (i !== `children`) {
          var a = r[i];
          a instanceof F && (n || (t.__np = n = {}), (n[i] = a), (r[i] = a.peek()));
        }
    }
    e(t);
  }),
  Yn(`__r`, function (e, t) {
    if ((e(t), t.type !== C)) {
      Xn();
      var n,
        r = t.__c;
      (r &&
        ((r.__$f &= -2),
        (n = r.__$u) === void 0 &&
          (r.__$u = n =
            (function (e, t) {
              var n;
              return (
                Wn(
                  function () {
                    n = this;
                  },
                  { name: t },
                ),
                (n.c = e),
                n
              );
            })(
              (function (e) {
                return function () {
                  var t;
                  (qn && ((t = this.y) == null || t.call(this)), (e.__$f |= 1), e.setState({}));
                };
              })(r),
              typeof t.type == `function` ? t.type.displayName || t.type.name : ``,
            ))),
        Xn(n));
    }
  }),
  Yn(`__e`, function (e, t, n, r) {
    (Xn(), e(t, n, r));
  }),
  Yn(`diffed`, function (e, t) {
    Xn();
    var n;
    if (typeof t.type == `string` && (n = t.__e)) {
      var r = t.__np,
        i = t.props,
        a = n.U;
      if (a)
        for (var o in a) {
          var s = a[o];
          s === void 0 || (r && o in r) || (s.d(), (a[o] = void 0));
        }
      if (r)
        for (var c in (a || ((a = {}), (n.U = a)), r)) {
          var l = a[c],
            u = r[c];
          l === void 0 ? ((l = Qn(n, c, u, i)), (a[c] = l)) : l.o(u, i);
        }
    }
    e(t);
  }));
function Qn(e, t, n, r) {
  var i = t in e && e.ownerSVGElement === void 0,
    a = Pn(n);
  return {
    o: function (e, t) {
      ((a.value = e), (r = t));
    },
    d: Wn(function () {
      this.N = nr;
      var n = a.value.value;
      r[t] !== n &&
        ((r[t] = n),
        i
          ? (e[t] = n)
          : n != null && (!1 !== n || t[4] === `-`)
            ? e.setAttribute(t, n)
            : e.removeAttribute(t));
    }),
  };
}
(Yn(`unmount`, function (e, t) {
  if (typeof t.type == `string`) {
    var n = t.__e;
    if (n) {
      var r = n.U;
      if (r)
        for (var i in ((n.U = void 0), r)) {
          var a = r[i];
          a && a.d();
        }
    }
    var o = t.__np;
    if (o) {
      var s = t.props;
      for (var c in o) s[c] = o[c];
    }
    t.__np = void 0;
  } else {
    var l = t.__c;
    if (l) {
      l.__$f |= 8;
      var u = l.__$u;
      u && ((l.__$u = void 0), u.d());
    }
  }
  e(t);
}),
  Yn(`__h`, function (e, t, n, r) {
    (r < 3 && (t.__$f |= 2), e(t, n, r));
  }),
  (te.prototype.shouldComponentUpdate = function (e, t) {
    if (this.__R) return !0;
    var n = this.__$u,
      r = n && n.s !== void 0;
    for (var i in t) return !0;
    if (this.__f || (typeof this.u == `boolean` && !0 === this.u)) {
      var a = 2 & this.__$f;
      if (!(r || a || 4 & this.__$f) || 1 & this.__$f) return !0;
    } else if (!(r || 4 & this.__$f) || 3 & this.__$f) return !0;
    for (var o in e) if (o !== `__source` && e[o] !== this.props[o]) return !0;
    for (var s in this.props) if (!(s in e)) return !0;
    return !1;
  }));
function $n(e, t) {
  return Le(function () {
    return Pn(e, t);
  }, []);
}
var er = function (e) {
  queueMicrotask(function () {
    queueMicrotask(e);
  });
};
function tr() {
  Cn(function () {
    for (var e; (e = Jn.shift());) Gn.call(e);
  });
}
function nr() {
  Jn.push(this) === 1 && (t.requestAnimationFrame || er)(tr);
}
function rr(e) {
  let t = { "api-version": `v1` };
  switch (e.kind) {
    case `token`:
      return { ...t, authorization: `Bearer ${e.token}` };
    case `key`:
      return { ...t, "x-auth-key": e.key, "x-auth-email": e.email };
    case `cookie`:
      return t;
  }
}
var ir = class extends Error {
  name = `ApiError`;
  code;
  status;
  retryAfter;
  constructor(e, { code: t, status: n, retryAfter: r }) {
    (super(e), (this.code = t), (this.status = n), (this.retryAfter = r));
  }
};
function ar(e, t = () => {}) {
  let n = rr(e);
  async function r(e, n) {
    let r;
    try {
      r = await fetch(e, { ...n, credentials: `same-origin`, redirect: `error` });
    } catch (e) {
      throw e instanceof DOMException && e.name === `AbortError`
        ? e
        : new ir(`The server cannot be reached. Check that it runs, then try again.`, {
            code: 0,
            status: 0,
            retryAfter: void 0,
          });
    }
    if (r.ok) return r;
    let i = or(r.status, r.headers.get(`retry-after`), await r.text());
    throw (cr(i) && t(), i);
  }
  return {
    headers: n,
    async call(e, { method: t = `GET`, query: i = {}, json: a, form: o, signal: s } = {}) {
      let c = new URLSearchParams();
      for (let [e, t] of Object.entries(i)) t !== void 0 && c.set(e, String(t));
      return (
        await (
          await r(`/client/v4/${e}${c.size > 0 ? `?${c}` : ``}`, {
            method: t,
            headers: a === void 0 ? n : { ...n, "content-type": `application/json` },
            ...(a !== void 0 && { body: JSON.stringify(a) }),
            ...(o !== void 0 && { body: o }),
            ...(s && { signal: s }),
          })
        ).json()
      ).result;
    },
    open: (e, t = {}) =>
      r(e, {
        headers: { ...n, ...Object.fromEntries(new Headers(t.headers)) },
        ...(t.signal && { signal: t.signal }),
      }),
  };
}
function or(e, t, n) {
  let { code: r, message: i } = sr(n) ?? { code: 0, message: `The server answered ${e} without saying why.` };
  return new ir(i.replace(/^ERROR \d+: /, ``).trim(), {
    code: r,
    status: e,
    retryAfter: t === null ? void 0 : Number(t),
  });
}
function sr(e) {
  let t = /^ERROR (\d+): (.+)/.exec(e);
  if (t !== null) return { code: Number(t[1]), message: t[2] };
  try {
    return JSON.parse(e).errors?.[0];
  } catch {
    return;
  }
}
function cr({ code: e, status: t }) {
  return t === 401 || (t === 403 && e === 9109);
}
var lr = 600;
function ur(e) {
  let t = new Map();
  function n(e, n) {
    (t.get(e) === n && t.delete(e), n.controller.abort(), n.url !== void 0 && URL.revokeObjectURL(n.url));
  }
  function r(t, n) {
    let r = new AbortController(),
      i = {
        users: 0,
        controller: r,
        url: void 0,
        delivered: e.open(t, { headers: n, signal: r.signal }).then(async (e) => {
          let t = await e.blob();
          return (
            r.signal.throwIfAborted(),
            (i.url = URL.createObjectURL(t)),
            { url: i.url, bytes: t.size, mediaType: t.type }
          );
        }),
      };
    return i;
  }
  function i() {
    if (!(t.size <= lr)) {
      for (let [e, r] of t) if ((r.users === 0 && n(e, r), t.size <= lr)) return;
    }
  }
  return {
    borrow(e, a = {}) {
      let o = JSON.stringify([e, a]),
        s = t.get(o) ?? r(e, a);
      (t.delete(o), t.set(o, s), (s.users += 1), s.delivered.catch(() => t.get(o) === s && t.delete(o)));
      let c = !1;
      return {
        delivered: s.delivered,
        release() {
          c || ((c = !0), --s.users, s.users === 0 && s.url === void 0 && n(o, s), i());
        },
      };
    },
    clear() {
      for (let [e, r] of t) n(e, r);
    },
  };
}
var I = Pn(void 0),
  dr = Pn(void 0);
async function fr(e, t) {
  let n = ar(e, () => hr(`The server no longer takes this credential.`)),
    r = t === void 0 ? `` : `accounts/${t}/`,
    i = await n.call(`${r}darkroom/v1/session`);
  ((dr.value = void 0),
    I.value?.pictures.clear(),
    (I.value = { facts: i, credential: e, client: n, pictures: ur(n), api: `accounts/${i.account.id}` }));
}
var pr = new Set();
function mr(e) {
  pr.add(e);
}
function hr(e) {
  for (let e of pr) e();
  ((dr.value = e), I.value?.pictures.clear(), (I.value = void 0));
}
var gr = { read: [`read`], edit: [`read`, `edit`], admin: [`read`, `edit`, `admin`] };
function L(e) {
  return (I.value ? gr[I.value.facts.scope] : []).includes(e);
}
function R() {
  if (I.value === void 0) throw Error(`There is no session.`);
  return I.value;
}
var _r = {
  "eq:string": `is the text`,
  "eq:number": `is the number`,
  "eq:boolean": `is true or false:`,
  gt: `is greater than`,
  gte: `is at least`,
  lt: `is less than`,
  lte: `is at most`,
  "in:string": `is one of the texts (a|b)`,
};
function vr({ search: e, creator: t, meta: n, order: r }) {
  return {
    sort_order: r,
    search: e === `` ? void 0 : e,
    creator: t,
    ...Object.fromEntries(n.map(({ field: e, operator: t, value: n }) => [`meta.${e}[${t}]`, n])),
  };
}
function yr({ search: e, creator: t, meta: n }) {
  return e !== `` || t !== void 0 || n.length > 0;
}
function br({ search: e, creator: t, meta: n, order: r }) {
  let i = new URLSearchParams();
  (e !== `` && i.set(`search`, e), t !== void 0 && i.set(`creator`, t));
  for (let { field: e, operator: t, value: r } of n) i.append(`meta`, JSON.stringify([e, t, r]));
  return (r === `asc` && i.set(`order`, r), i);
}
function xr(e) {
  return {
    search: e.get(`search`) ?? ``,
    creator: e.get(`creator`) ?? void 0,
    meta: e.getAll(`meta`).flatMap(Sr).slice(0, 5),
    order: e.get(`order`) === `asc` ? `asc` : `desc`,
  };
}
function Sr(e) {
  try {
    let t = JSON.parse(e);
    if (!Array.isArray(t)) return [];
    let [n, r, i] = t;
    return typeof n != `string` || typeof i != `string` || typeof r != `string`
      ? []
      : Object.hasOwn(_r, r)
        ? [{ field: n, operator: r, value: i }]
        : [];
  } catch {
    return [];
  }
}
function Cr() {
  return new rn({
    defaultOptions: {
      queries: {
        staleTime: 15e3,
        refetchOnWindowFocus: !0,
        retry: (e, t) => e < 2 && t instanceof ir && (t.code === 0 || t.status >= 500),
      },
    },
  });
}
var z = {
    images: [`images`],
    image: (e) => [`image`, e],
    stats: [`stats`],
    variants: [`variants`],
    tokens: [`tokens`],
    keys: [`keys`],
    config: [`config`],
    overview: [`overview`],
    accounts: [`accounts`],
  },
  wr = 500;
function Tr(e) {
  return `${R().api}/images/v1/${encodeURIComponent(e)}`;
}
function Er(e, t, n = !0) {
  let { client: r, api: i } = R();
  return yn({ queryKey: e, enabled: n, queryFn: ({ signal: e }) => r.call(`${i}/${t}`, { signal: e }) });
}
function Dr(e) {
  let { client: t, api: n } = R();
  return bn({
    queryKey: [...z.images, e],
    initialPageParam: void 0,
    queryFn: ({ pageParam: r, signal: i }) =>
      t.call(`${n}/darkroom/v1/images`, {
        query: { ...vr(e), per_page: wr, continuation_token: r },
        signal: i,
      }),
    getNextPageParam: (e) => e.continuation_token ?? void 0,
    refetchOnWindowFocus: !1,
  });
}
function Or(e) {
  return Er(z.image(e), `darkroom/v1/images/${encodeURIComponent(e)}`);
}
function kr() {
  return Er(z.stats, `images/v1/stats`);
}
function Ar() {
  let { client: e, api: t } = R();
  return yn({
    queryKey: z.variants,
    queryFn: async ({ signal: n }) => {
      let { variants: r } = await e.call(`${t}/images/v1/variants`, { signal: n });
      return Object.values(r);
    },
  });
}
function jr() {
  return Er(z.tokens, `tokens`);
}
function Mr(e = !0) {
  return Er(z.keys, `images/v1/keys`, e);
}
function Nr() {
  return Er(z.config, `images/v1/config`);
}
function Pr() {
  return Er(z.overview, `darkroom/v1/overview`);
}
function Fr(e) {
  let { client: t } = R();
  return yn({
    queryKey: z.accounts,
    enabled: e,
    queryFn: ({ signal: e }) => t.call(`accounts`, { signal: e }),
  });
}
var Ir = new Intl.NumberFormat(`en`),
  Lr = new Intl.DateTimeFormat(`en`, { dateStyle: `medium`, timeStyle: `short` }),
  Rr = new Intl.NumberFormat(`en`, { style: `percent`, maximumFractionDigits: 0 }),
  zr = [`kB`, `MB`, `GB`, `TB`];
function B(e) {
  if (e < 1e3) return `${Ir.format(e)} B`;
  let t = e,
    n = -1;
  for (; t >= 999.5 && n < zr.length - 1;) ((t /= 1e3), (n += 1));
  return `${t < 9.95 ? t.toFixed(1) : Math.round(t)} ${zr[n]}`;
}
function Br(e) {
  let t = e / 1024 ** 2;
  return t >= 1 ? `${Number(t.toFixed(1))} MiB` : `${Number((e / 1024).toFixed(1))} KiB`;
}
function V(e) {
  return Ir.format(e);
}
function H(e, t, n = `${t}s`) {
  return `${V(e)} ${e === 1 ? t : n}`;
}
function Vr(e) {
  return Lr.format(new Date(e));
}
function Hr(e) {
  return Rr.format(e);
}
function Ur(e, t) {
  if (e === 0) return ``;
  let n = 1 - t / e;
  return Math.abs(n) < 0.005 ? `same size` : n > 0 ? `${Hr(n)} smaller` : `${Hr(-n)} larger`;
}
var Wr = {
  "image/jpeg": `JPEG`,
  "image/png": `PNG`,
  "image/webp": `WebP`,
  "image/avif": `AVIF`,
  "image/gif": `GIF`,
  "image/svg+xml": `SVG`,
};
function Gr(e) {
  return Wr[e] ?? e;
}
var Kr = {
    option_unknown: `caller`,
    option_invalid: `caller`,
    option_unbuilt: `unsupported`,
    image_unrecognised: `unsupported`,
    image_unsupported: `unsupported`,
    image_corrupt: `input`,
    image_too_large: `limit`,
    output_too_large: `limit`,
    time_exceeded: `limit`,
    codec_missing: `environment`,
    codec_failed: `environment`,
  },
  qr = class extends Error {
    name = `DarkroomError`;
    code;
    constructor(e, t, n) {
      (super(t, n), (this.code = e));
    }
    get blame() {
      return Kr[this.code];
    }
  };
function Jr(e) {
  return e instanceof Error && e.name === `DarkroomError` && `code` in e;
}
function Yr(e, t, n) {
  return `Expected ${e} for \`${t}\` but received ${Xr(n)}.`;
}
function Xr(e) {
  return typeof e == `string`
    ? JSON.stringify(e.slice(0, 100))
    : Array.isArray(e)
      ? `a list`
      : typeof e == `object` && e
        ? `an object`
        : typeof e == `function`
          ? `a function`
          : String(e);
}
var Zr = /^(?:\d+|\d*\.\d+)(?:e[+-]?\d+)?$/;
function Qr(e) {
  return Zr.test(e) ? Number(e) : void 0;
}
var $r = { x: 0.5, y: 0.5 },
  ei = {
    center: $r,
    left: { x: 0, y: 0.5 },
    right: { x: 1, y: 0.5 },
    top: { x: 0.5, y: 0 },
    bottom: { x: 0.5, y: 1 },
  };
function ti(e) {
  if (Object.hasOwn(ei, e)) return ei[e];
  let [t = ``, n = ``, ...r] = e.split(`x`, 3);
  return r.length === 0 ? ni(Qr(t), Qr(n)) : void 0;
}
function ni(e, t) {
  return ii(e) && ii(t) ? { x: Math.abs(e), y: Math.abs(t) } : void 0;
}
function ri({ x: e, y: t }) {
  return `${e}x${t}`;
}
function ii(e) {
  return typeof e == `number` && e >= 0 && e <= 1;
}
var ai = {
    aliceblue: 15792383,
    antiquewhite: 16444375,
    aqua: 65535,
    aquamarine: 8388564,
    azure: 15794175,
    beige: 16119260,
    bisque: 16770244,
    black: 0,
    blanchedalmond: 16772045,
    blue: 255,
    blueviolet: 9055202,
    brown: 10824234,
    burlywood: 14596231,
    cadetblue: 6266528,
    chartreuse: 8388352,
    chocolate: 13789470,
    coral: 16744272,
    cornflowerblue: 6591981,
    cornsilk: 16775388,
    crimson: 14423100,
    cyan: 65535,
    darkblue: 139,
    darkcyan: 35723,
    darkgoldenrod: 12092939,
    darkgray: 11119017,
    darkgreen: 25600,
    darkgrey: 11119017,
    darkkhaki: 12433259,
    darkmagenta: 9109643,
    darkolivegreen: 5597999,
    darkorange: 16747520,
    darkorchid: 10040012,
    darkred: 9109504,
    darksalmon: 15308410,
    darkseagreen: 9419919,
    darkslateblue: 4734347,
    darkslategray: 3100495,
    darkslategrey: 3100495,
    darkturquoise: 52945,
    darkviolet: 9699539,
    deeppink: 16716947,
    deepskyblue: 49151,
    dimgray: 6908265,
    dimgrey: 6908265,
    dodgerblue: 2003199,
    firebrick: 11674146,
    floralwhite: 16775920,
    forestgreen: 2263842,
    fuchsia: 16711935,
    gainsboro: 14474460,
    ghostwhite: 16316671,
    gold: 16766720,
    goldenrod: 14329120,
    gray: 8421504,
    green: 32768,
    greenyellow: 11403055,
    grey: 8421504,
    honeydew: 15794160,
    hotpink: 16738740,
    indianred: 13458524,
    indigo: 4915330,
    ivory: 16777200,
    khaki: 15787660,
    lavender: 15132410,
    lavenderblush: 16773365,
    lawngreen: 8190976,
    lemonchiffon: 16775885,
    lightblue: 11393254,
    lightcoral: 15761536,
    lightcyan: 14745599,
    lightgoldenrodyellow: 16448210,
    lightgray: 13882323,
    lightgreen: 9498256,
    lightgrey: 13882323,
    lightpink: 16758465,
    lightsalmon: 16752762,
    lightseagreen: 2142890,
    lightskyblue: 8900346,
    lightslategray: 7833753,
    lightslategrey: 7833753,
    lightsteelblue: 11584734,
    lightyellow: 16777184,
    lime: 65280,
    limegreen: 3329330,
    linen: 16445670,
    magenta: 16711935,
    maroon: 8388608,
    mediumaquamarine: 6737322,
    mediumblue: 205,
    mediumorchid: 12211667,
    mediumpurple: 9662683,
    mediumseagreen: 3978097,
    mediumslateblue: 8087790,
    mediumspringgreen: 64154,
    mediumturquoise: 4772300,
    mediumvioletred: 13047173,
    midnightblue: 1644912,
    mintcream: 16121850,
    mistyrose: 16770273,
    moccasin: 16770229,
    navajowhite: 16768685,
    navy: 128,
    oldlace: 16643558,
    olive: 8421376,
    olivedrab: 7048739,
    orange: 16753920,
    orangered: 16729344,
    orchid: 14315734,
    palegoldenrod: 15657130,
    palegreen: 10025880,
    paleturquoise: 11529966,
    palevioletred: 14381203,
    papayawhip: 16773077,
    peachpuff: 16767673,
    peru: 13468991,
    pink: 16761035,
    plum: 14524637,
    powderblue: 11591910,
    purple: 8388736,
    rebeccapurple: 6697881,
    red: 16711680,
    rosybrown: 12357519,
    royalblue: 4286945,
    saddlebrown: 9127187,
    salmon: 16416882,
    sandybrown: 16032864,
    seagreen: 3050327,
    seashell: 16774638,
    sienna: 10506797,
    silver: 12632256,
    skyblue: 8900331,
    slateblue: 6970061,
    slategray: 7372944,
    slategrey: 7372944,
    snow: 16775930,
    springgreen: 65407,
    steelblue: 4620980,
    tan: 13808780,
    teal: 32896,
    thistle: 14204888,
    tomato: 16737095,
    turquoise: 4251856,
    violet: 15631086,
    wheat: 16113331,
    white: 16777215,
    whitesmoke: 16119285,
    yellow: 16776960,
    yellowgreen: 10145074,
  },
  oi = 100;
function si(e) {
  if (e.length > oi) return;
  let t = e.trim().toLowerCase();
  return t.startsWith(`#`)
    ? li(t.slice(1))
    : t === `transparent`
      ? { r: 0, g: 0, b: 0, a: 0 }
      : t.endsWith(`)`)
        ? di(t)
        : Object.hasOwn(ai, t)
          ? ui(ai[t] * 256 + 255)
          : void 0;
}
function ci({ r: e, g: t, b: n, a: r }) {
  return `#${(r === 255 ? [e, t, n] : [e, t, n, r]).map((e) => e.toString(16).padStart(2, `0`)).join(``)}`;
}
function li(e) {
  if (!/^(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.test(e)) return;
  let t = e.length > 4 ? e : e.replaceAll(/./g, `$&$&`);
  return ui(Number.parseInt(t.padEnd(8, `f`), 16));
}
function ui(e) {
  return { r: (e >>> 24) & 255, g: (e >>> 16) & 255, b: (e >>> 8) & 255, a: e & 255 };
}
function di(e) {
  let t = e.indexOf(`(`),
    n = pi.get(e.slice(0, t)),
    r = fi(e.slice(t + 1, -1)),
    i = r && n?.(r),
    a = r && bi(r);
  if (i !== void 0 && a !== void 0) return { r: wi(i[0]), g: wi(i[1]), b: wi(i[2]), a: wi(a) };
}
function fi(e) {
  let t = e.includes(`,`),
    [n = ``, r, ...i] = t ? [e] : e.split(`/`),
    [a, o, s, c, ...l] = n.trim().split(t ? `,` : /\s+/),
    u = t ? c : r;
  if (!(i.length + l.length > 0 || (!t && c !== void 0) || a === void 0 || o === void 0 || s === void 0))
    return { channels: [a.trim(), o.trim(), s.trim()], alpha: u?.trim(), legacy: t };
}
var pi = new Map([
  [`rgb`, mi],
  [`rgba`, mi],
  [`hsl`, hi],
  [`hsla`, hi],
]);
function mi({ channels: e, legacy: t }) {
  let [n, r, i] = e.map((e) => yi(e, 255, t));
  if (n !== void 0 && r !== void 0 && i !== void 0 && (!t || (n.unit === r.unit && r.unit === i.unit)))
    return [n.share, r.share, i.share];
}
function hi({ channels: e, legacy: t }) {
  let n = Si(e[0], t),
    r = yi(e[1], 100, t),
    i = yi(e[2], 100, t);
  if (n !== void 0 && r !== void 0 && i !== void 0 && (!t || (r.unit === `%` && i.unit === `%`)))
    return gi(n, r.share, i.share);
}
function gi(e, t, n) {
  let r = t * Math.min(n, 1 - n),
    i = (t) => {
      let i = (t + e / 30) % 12;
      return n - r * Math.max(-1, Math.min(i - 3, 9 - i, 1));
    };
  return [i(0), i(8), i(4)];
}
var _i = /^([+-]?(?:\d+|\d*\.\d+)(?:e[+-]?\d+)?)(%|[a-z]*)$/;
function vi(e, t) {
  if (e === `none`) return t ? void 0 : { value: 0, unit: `` };
  let n = _i.exec(e);
  return n ? { value: Number(n[1]), unit: n[2] ?? `` } : void 0;
}
function yi(e, t, n) {
  let r = vi(e, n);
  if (!(r === void 0 || (r.unit !== `` && r.unit !== `%`)))
    return { share: Ci(r.value / (r.unit === `%` ? 100 : t)), unit: r.unit };
}
function bi({ alpha: e, legacy: t }) {
  return e === void 0 ? 1 : yi(e, 1, t)?.share;
}
var xi = new Map([
  [``, 1],
  [`deg`, 1],
  [`grad`, 0.9],
  [`rad`, 180 / Math.PI],
  [`turn`, 360],
]);
function Si(e, t) {
  let n = vi(e, t),
    r = n && xi.get(n.unit);
  if (n === void 0 || r === void 0) return;
  let i = (n.value * r) % 360;
  if (!Number.isNaN(i)) return i < 0 ? i + 360 : i;
}
function Ci(e) {
  return Math.min(1, Math.max(0, e));
}
function wi(e) {
  return Math.round(e * 255);
}
function Ti(e, t, n = {}, r = []) {
  let i = new Map(Object.entries(n)),
    a = (n) => (Number.isInteger(n) && n >= e && n <= t ? n : void 0),
    o = (e) => Ni(i.get(e), e, r),
    s = { type: `integer`, minimum: e, maximum: t };
  return {
    what: Fi([`a whole number from ${e} to ${t}`, ...Pi(i.keys())]),
    schema: i.size === 0 ? s : { anyOf: [s, { enum: [...i.keys()] }] },
    unbuilt: r,
    readJson(e) {
      return typeof e == `string` ? o(e) : typeof e == `number` ? Ni(a(e)) : void 0;
    },
    readText: (e) => (/^\d+$/.test(e) ? Ni(a(Number(e))) : o(e)),
    toJson: (e) => e,
    toText: String,
  };
}
function Ei(e, t) {
  let n = (n) => (typeof n == `number` && n >= e && n <= t ? { value: n } : void 0);
  return {
    what: `a number from ${e} to ${t}`,
    schema: { type: `number`, minimum: e, maximum: t },
    unbuilt: [],
    readJson: n,
    readText: (e) => n(Qr(e)),
    toJson: (e) => e,
    toText: String,
  };
}
function Di(e, t = []) {
  let n = (n) =>
    Ni(
      e.find((e) => e === n),
      n,
      t,
    );
  return {
    what: Fi(Pi(e)),
    schema: { enum: [...e] },
    unbuilt: t,
    readJson: (e) => (typeof e == `string` ? n(e) : void 0),
    readText: n,
    toJson: (e) => e,
    toText: (e) => e,
  };
}
function Oi() {
  return {
    what: "a CSS colour (`#rrggbb`, a name, `rgb(…)` or `hsl(…)`)",
    schema: { type: `string` },
    unbuilt: [],
    readJson: (e) => (typeof e == `string` ? Ni(si(e)) : void 0),
    readText: (e) => Ni(si(e)),
    toJson: ci,
    toText: ci,
  };
}
var ki = `remainder`,
  Ai = `box-center`;
function ji(e) {
  let t = (t) => Ni(ti(t), t, e),
    n = { type: `number`, minimum: 0, maximum: 1 },
    r = { x: n, y: n, mode: { const: ki } };
  return {
    what: Fi([...Pi(Object.keys(ei)), "a point from `0x0` to `1x1`"]),
    schema: { anyOf: [{ type: `string` }, { type: `object`, properties: r, additionalProperties: !1 }] },
    unbuilt: [...e, Ai],
    readJson(e) {
      if (typeof e == `string`) return t(e);
      if (typeof e != `object` || !e || Array.isArray(e)) return;
      let { x: n = $r.x, y: r = $r.y, mode: i = ki, ...a } = e;
      if (!(Object.keys(a).length > 0)) return i === ki ? Ni(ni(n, r)) : i === Ai ? { unbuilt: Ai } : void 0;
    },
    readText: t,
    toJson: ({ x: e, y: t }) => ({ x: e, y: t }),
    toText: ri,
  };
}
function Mi(e) {
  return {
    what: e,
    schema: {},
    unbuilt: [],
    readJson: () => void 0,
    readText: () => void 0,
    toJson: (e) => e,
    toText: (e) => e,
  };
}
function Ni(e, t = ``, n = []) {
  return e === void 0 ? (n.includes(t) ? { unbuilt: t } : void 0) : { value: e };
}
function Pi(e) {
  return Array.from(e, (e) => `\`${e}\``);
}
function Fi(e) {
  let t = e.at(-1) ?? ``;
  return e.length > 1 ? `${e.slice(0, -1).join(`, `)} or ${t}` : t;
}
function Ii(e, t) {
  return { aliases: [], ...t, kind: e, built: !0 };
}
function U(e, t) {
  return { aliases: [], ...t, kind: e, built: !1 };
}
var Li = 65535,
  Ri = Ti(1, 100, { high: 90, "medium-high": 70, "medium-low": 50, low: 35 }),
  zi = {
    anim: U(Mi(`true or false`), { doc: "Keeps animations moving; `false` delivers the first frame." }),
    background: Ii(Oi(), {
      doc: "Fills what is transparent and what `fit=pad` adds; without it transparency is kept where the format has it, and is white elsewhere.",
    }),
    blur: U(Ei(0, 250), { doc: `Blurs by about this radius in pixels.` }),
    border: U(Mi(`an object of a color and widths`), { doc: `Draws a border around the finished picture.` }),
    brightness: U(Mi(`a factor`), { doc: `Brightens by a factor; below 1 darkens.` }),
    compression: U(Di([`fast`]), { doc: `Takes the quickest encoder rather than the smallest file.` }),
    contrast: U(Mi(`a factor`), { doc: `Multiplies the contrast by a factor.` }),
    dpr: Ii(Ei(1, 2), {
      default: 1,
      doc: "Multiplies `width` and `height`, for screens with more than one device pixel to a CSS pixel.",
    }),
    draw: U(Mi(`a list of overlays`), { doc: `Lays other pictures over this one.` }),
    fit: Ii(Di([`scale-down`, `scale-up`, `contain`, `cover`, `crop`, `aspect-crop`, `pad`, `squeeze`]), {
      default: `scale-down`,
      doc: "How the picture is fitted into `width` and `height`: shrunk or enlarged to fit inside, cropped to fill, padded, or distorted.",
    }),
    flip: U(Di([`h`, `v`, `hv`]), { doc: `Mirrors horizontally, vertically or both ways.` }),
    format: Ii(Di([`auto`, `avif`, `webp`, `jpeg`, `baseline-jpeg`, `png`], [`json`, `png-force`, `svg`]), {
      aliases: [`f`],
      default: `auto`,
      doc: "The format to deliver; `auto` chooses the best that the client's Accept header allows.",
    }),
    gamma: U(Mi(`a factor`), { doc: `Changes the brightness of midtones.` }),
    gravity: Ii(ji([`auto`, `face`, `entropy`]), {
      aliases: [`g`],
      default: $r,
      doc: "What `cover`, `crop` and `aspect-crop` keep: a side, `center`, or a point as shares of width and height such as `0.33x0.5`.",
    }),
    height: Ii(Ti(1, Li), { aliases: [`h`], doc: `The height to fit into, in pixels.` }),
    metadata: Ii(Di([`none`], [`copyright`, `keep`]), {
      default: `none`,
      doc: `Which metadata the delivered picture keeps; orientation and colour profile are always applied.`,
    }),
    onerror: U(Di([`redirect`]), { doc: `Redirects to the source when the picture cannot be made.` }),
    "origin-auth": U(Di([`share-publicly`]), {
      doc: `Fetches the source with the credentials of the request.`,
    }),
    quality: Ii(Ri, {
      aliases: [`q`],
      default: 85,
      doc: "The quality of JPEG, WebP and AVIF: a number, or a word for one (`high` 90, `medium-high` 70, `medium-low` 50, `low` 35).",
    }),
    rotate: U(Mi(`0, 90, 180 or 270`), { doc: `Turns the picture clockwise before it is resized.` }),
    saturation: U(Mi(`a factor`), { doc: `Multiplies the saturation by a factor; 0 is grey.` }),
    segment: U(Di([`foreground`]), { doc: `Makes everything behind the subject transparent.` }),
    sharpen: U(Ei(0, 10), { doc: `Sharpens; 1 suits most pictures that were made smaller.` }),
    "slow-connection-quality": U(Ri, {
      aliases: [`scq`],
      doc: "Replaces `quality` for clients whose hints tell of a slow connection.",
    }),
    trim: U(Mi("pixels or shares to cut off, or `border`"), {
      doc: `Cuts off the edges before anything else happens.`,
    }),
    upscale: U(Di([`interpolate`, `generate`]), { doc: `How pictures are enlarged.` }),
    width: Ii(Ti(1, Li, {}, [`auto`]), { aliases: [`w`], doc: `The width to fit into, in pixels.` }),
    zoom: U(Ei(0, 1), { aliases: [`face-zoom`], doc: "How tightly `gravity=face` frames the faces." }),
  },
  Bi = new Map([
    [`trim.top`, `trim`],
    [`trim.right`, `trim`],
    [`trim.bottom`, `trim`],
    [`trim.left`, `trim`],
    [`trim.width`, `trim`],
    [`trim.height`, `trim`],
    [`trim.border.color`, `trim`],
    [`trim.border.tolerance`, `trim`],
    [`trim.border.keep`, `trim`],
    [`wbreakpoints`, `width=auto`],
    [`wmobile`, `width=auto`],
    [`wdesktop`, `width=auto`],
  ]);
function Vi(e) {
  return Object.hasOwn(zi, e);
}
var Hi = 2,
  Ui = 4;
function Wi(e, t) {
  let n = new Map();
  for (let r of t) {
    let t = Gi(e.toLowerCase(), r);
    t <= (r.length > Ui ? Hi : Hi / 2) && n.set(r, t);
  }
  let r = Math.min(...n.values());
  return [...n].filter(([, e]) => e === r).map(([e]) => e);
}
function Gi(e, t) {
  let n = Math.abs(e.length - t.length);
  if (n > Hi) return n;
  let r = Array.from({ length: t.length + 1 }, (e, t) => t);
  for (let n = 1; n <= e.length; n++) {
    let i = [n];
    for (let a = 1; a <= t.length; a++) {
      let o = r[a - 1] + (e[n - 1] === t[a - 1] ? 0 : 1);
      i.push(Math.min(o, r[a] + 1, i[a - 1] + 1));
    }
    r = i;
  }
  return r[t.length];
}
var Ki = 5,
  qi = zi;
function Ji(e) {
  if (typeof e != `object` || !e || Array.isArray(e))
    throw new qr(`option_invalid`, Yr(`an object`, `options`, e));
  let t = {},
    n = [];
  for (let [r, i] of Object.entries(e))
    if (i !== void 0)
      try {
        if (!Vi(r)) throw Qi(r);
        t[r] = Xi(r, i, (e) => e.kind.readJson(i));
      } catch (e) {
        if (!Jr(e)) throw e;
        if ((n.push(e), n.length === Ki)) break;
      }
  let [r] = n;
  if (r === void 0) return t;
  throw new qr(r.code, n.map(({ message: e }) => e).join(` `));
}
var Yi = new Map(Object.keys(zi).flatMap((e) => [e, ...qi[e].aliases].map((t) => [t, e])));
function Xi(e, t, n) {
  let r = qi[e];
  if (!r.built) throw Zi(e);
  let i = n(r);
  if (i === void 0) throw new qr(`option_invalid`, Yr(r.kind.what, e, t));
  if (`unbuilt` in i)
    throw new qr(
      `option_unbuilt`,
      `\`${i.unbuilt}\` is a value of \`${e}\` in Cloudflare Images that Darkroom does not build yet.`,
    );
  return i.value;
}
function Zi(e) {
  return new qr(
    `option_unbuilt`,
    `\`${e}\` is an option of Cloudflare Images that Darkroom does not build yet.`,
  );
}
function Qi(e) {
  let t = Bi.get(e);
  if (t !== void 0) return Zi(t);
  let n = Yi.get(e.toLowerCase()),
    r = n === void 0 ? Wi(e, Object.keys(zi)) : [n],
    i = Object.keys(zi).filter((e) => Vi(e) && zi[e].built),
    a = r.length > 0 ? `Did you mean ${$i(r, `or`)}?` : `The options are ${$i(i, `and`)}.`;
  return new qr(`option_unknown`, `There is no option ${JSON.stringify(e.slice(0, 100))}. ${a}`);
}
function $i(e, t) {
  let n = e.map((e) => `\`${e}\``),
    r = n.pop();
  return n.length > 0 ? `${n.join(`, `)} ${t} ${r}` : `${r}`;
}
var ea = zi;
function ta(e) {
  let t = na(e).map(([e, t]) => `${e}=${encodeURIComponent(t)}`);
  return t.length > 0 ? t.join(`,`) : `fit=${zi.fit.default}`;
}
function na(e) {
  return ra(e)
    .map(([e, t]) => [e, ea[e].kind.toText(t)])
    .filter(([e, t]) => t !== ia(e))
    .sort(([e], [t]) => (e < t ? -1 : 1));
}
function ra(e) {
  return Object.entries(e).filter(([, e]) => e !== void 0);
}
function ia(e) {
  let { default: t, kind: n } = ea[e];
  return t === void 0 ? void 0 : n.toText(t);
}
var aa = new Set([
    `client`,
    `cdn-cgi`,
    `dashboard`,
    `docs`,
    `images`,
    `upload`,
    `healthz`,
    `metrics`,
    `openapi.json`,
    `__proto__`,
  ]),
  oa = new Set([`keys`, `variants`, `stats`, `config`, `batch_token`, `direct_upload`]),
  sa = `blob`,
  ca = 1024,
  la = /^[A-Za-z0-9_-]{1,99}$/,
  ua = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
function da(e) {
  return la.test(e) && !aa.has(e);
}
function fa(e) {
  if (typeof e != `string` || !la.test(e))
    throw ha("1 to 99 letters, digits, `-` and `_`", `variant name`, e);
  if (!da(e)) throw ha(`a name that is not reserved`, `variant name`, e);
  return e;
}
function pa(e, t = {}) {
  if (typeof e != `string`) throw ha(`text`, `id`, e);
  let n = ma.find(({ holds: t }) => !t(e));
  if (n !== void 0) throw ha(n.what, `id`, e);
  if (t.allowUuid !== !0 && ua.test(e))
    throw ha(`anything but a UUID, which only generated ids are`, `id`, e);
  return e;
}
var ma = [
  {
    what: `1 to ${ca} characters`,
    holds: (e) => e.length > 0 && e.length <= 2048 && Array.from(e).length <= 1024,
  },
  { what: `text that UTF-8 can hold (no surrogate alone)`, holds: (e) => e.isWellFormed() },
  { what: `text without control characters`, holds: (e) => !/\p{Cc}/u.test(e) },
  { what: `text without a backslash`, holds: (e) => !e.includes(`\\`) },
  {
    what: `no slash at the start or the end, and none doubled`,
    holds: (e) => e.split(`/`).every((e) => e !== ``),
  },
  { what: "no segment `.` or `..`", holds: (e) => e.split(`/`).every((e) => e !== `.` && e !== `..`) },
  {
    what: `a first segment other than ${[...oa].map((e) => `\`${e}\``).join(`, `)}`,
    holds: (e) => !oa.has(e.split(`/`, 1)[0] ?? ``),
  },
  { what: `a last segment other than \`${sa}\``, holds: (e) => e.split(`/`).at(-1) !== sa },
];
function ha(e, t, n) {
  return new qr(`option_invalid`, Yr(e, t, n));
}
function ga(e) {
  return `/${e.hash}/${va(e.id)}/${e.variant}`;
}
var _a = { "%24": `$`, "%26": `&`, "%2B": `+`, "%2C": `,`, "%3A": `:`, "%3B": `;`, "%3D": `=`, "%40": `@` };
function va(e) {
  return e
    .split(`/`)
    .map((e) => encodeURIComponent(e).replaceAll(/%[0-9A-F]{2}/g, (e) => _a[e] ?? e))
    .join(`/`);
}
var ya = {
  thumbnail: { width: 320, height: 320, quality: 60, format: `webp` },
  preview: { width: 1600, height: 1600, quality: 80, format: `webp` },
};
function ba(e, t) {
  return xa(e, ya[t]);
}
function xa(e, t) {
  let { hash: n } = R().facts.account;
  return ga({ hash: n, id: e, variant: ta(t) });
}
function Sa(e, t) {
  let { hash: n } = R().facts.account;
  return ga({ hash: n, id: e, variant: t });
}
var Ca = 4;
async function wa(e, t, n) {
  let r = [...e],
    i = [],
    a = [];
  async function o() {
    for (let e = r.shift(); e !== void 0; e = r.shift()) {
      try {
        (await t(e), i.push(e));
      } catch (t) {
        a.push({ id: e, error: t });
      }
      n(i.length + a.length);
    }
  }
  return (await Promise.all(Array.from({ length: Ca }, o)), { done: i, failed: a });
}
async function Ta(e) {
  try {
    await R().client.call(Tr(e), { method: `DELETE` });
  } catch (e) {
    if (!(e instanceof ir && e.status === 404)) throw e;
  }
}
function Ea(e, t) {
  return R().client.call(Tr(e), { method: `PATCH`, json: t });
}
function Da(e, t) {
  let n = new Set(t);
  (e.setQueriesData(
    { queryKey: z.images },
    (e) =>
      e && { ...e, pages: e.pages.map((e) => ({ ...e, images: e.images.filter(({ id: e }) => !n.has(e)) })) },
  ),
    e.setQueryData(
      z.stats,
      (e) => e && { count: { ...e.count, current: Math.max(0, e.count.current - t.length) } },
    ));
  for (let n of t) e.removeQueries({ queryKey: z.image(n) });
  e.invalidateQueries({ queryKey: z.overview });
}
function Oa(e, t) {
  let n = new Map(t.map((e) => [e.id, e])),
    r = (e) => ({ ...e, ...n.get(e.id) });
  e.setQueriesData(
    { queryKey: z.images },
    (e) => e && { ...e, pages: e.pages.map((e) => ({ ...e, images: e.images.map(r) })) },
  );
  for (let { id: n } of t) e.setQueryData(z.image(n), (e) => e && r(e));
}
var ka = {
  images: `M4 5h16v14H4zM4 16l4.5-4.5 4 4 3-3L20 17M15.5 9.5h.01`,
  upload: `M12 16V4M7 9l5-5 5 5M4 16v4h16v-4`,
  variants: `M4 4h9v9H4zM10 16v4h10V10h-4`,
  overview: `M4 20h16M7 16v-5M12 16V6M17 16v-8`,
  settings: `M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5`,
  search: `M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4`,
  filter: `M4 6h16M7 12h10M10 18h4`,
  close: `M6 6l12 12M18 6L6 18`,
  check: `M5 12.5l4.5 4.5L19 7.5`,
  copy: `M9 9h11v11H9zM5 15H4V4h11v1`,
  trash: `M4 7h16M10 11v6M14 11v6M6 7l1 13h10l1-13M9 7V4h6v3`,
  download: `M12 4v12M7 11l5 5 5-5M4 20h16`,
  lock: `M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3`,
  unlock: `M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 6.8-1.2`,
  plus: `M12 5v14M5 12h14`,
  retry: `M20 12a8 8 0 1 1-2.3-5.7L20 8.5M20 4v4.5h-4.5`,
  out: `M14 4h5v16h-5M4 12h11M11 8l4 4-4 4`,
  back: `M19 12H5M11 6l-6 6 6 6`,
  alert: `M12 4L2.5 20h19zM12 10v4M12 17h.01`,
  key: `M8 15a4 4 0 1 1 3.5-6H21v3.5h-3V15h-3v-3h-3.5A4 4 0 0 1 8 15z`,
  link: `M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7L12 17`,
  film: `M4 5h16v14H4zM8 5v14M16 5v14M4 10h4M4 14h4M16 10h4M16 14h4`,
  eye: `M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z`,
  folder: `M3.5 6h6l2 2.5h9V19h-17z`,
};
function W({ name: e }) {
  return A(`svg`, {
    class: `icon`,
    viewBox: `0 0 24 24`,
    "aria-hidden": `true`,
    children: A(`path`, { d: ka[e] }),
  });
}
function G({ kind: e = `plain`, icon: t, small: n, children: r, class: i, ...a }) {
  return A(`button`, { type: `button`, class: ja(e, n, i), ...a, children: [t && A(W, { name: t }), r] });
}
function Aa({ kind: e = `plain`, icon: t, small: n, children: r, class: i, ...a }) {
  return A(`a`, { class: ja(e, n, i), ...a, children: [t && A(W, { name: t }), r] });
}
function K({ icon: e, label: t, kind: n = `quiet`, small: r, ...i }) {
  return A(`button`, {
    type: `button`,
    "aria-label": t,
    title: t,
    ...i,
    class: `${ja(n, r, i.class)} icon-only`,
    children: A(W, { name: e }),
  });
}
function ja(e, t, n) {
  return [`button`, e, t ? `small` : ``, typeof n == `string` ? n : ``].filter(Boolean).join(` `);
}
function Ma(e) {
  return e instanceof Error ? e.message : String(e);
}
function q({ error: e, onRetry: t }) {
  return A(`div`, {
    class: `notice bad`,
    role: `alert`,
    children: [
      A(W, { name: `alert` }),
      A(`p`, { children: Ma(e) }),
      t && A(G, { small: !0, icon: `retry`, onClick: t, children: `Try again` }),
    ],
  });
}
function Na({ icon: e, title: t, children: n }) {
  return A(`div`, { class: `empty`, children: [A(W, { name: e }), A(`h2`, { children: t }), n] });
}
function Pa({ lines: e = 3 }) {
  return A(`div`, {
    class: `skeleton`,
    role: `status`,
    "aria-label": `Loading`,
    children: Array.from({ length: e }, (e, t) => A(`span`, {}, t)),
  });
}
function Fa({ title: e, onClose: t, children: n }) {
  let r = Ie(null);
  return (
    k(() => {
      let e = r.current;
      return (e.showModal(), () => e.close());
    }, []),
    A(`dialog`, {
      ref: r,
      "aria-labelledby": `dialog-title`,
      onCancel: (e) => {
        (e.preventDefault(), t());
      },
      onClick: (e) => e.target === r.current && t(),
      children: A(`div`, {
        class: `dialog-body`,
        children: [
          A(`header`, {
            children: [
              A(`h2`, { id: `dialog-title`, children: e }),
              A(K, { icon: `close`, label: `Close`, onClick: t }),
            ],
          }),
          n,
        ],
      }),
    })
  );
}
function Ia({ title: e, children: t, action: n, danger: r = !0, onConfirm: i, onClose: a }) {
  let [o, s] = O(!1),
    [c, l] = O();
  async function u() {
    (s(!0), l(void 0));
    try {
      (await i(), a());
    } catch (e) {
      (l(e), s(!1));
    }
  }
  return A(Fa, {
    title: e,
    onClose: () => !o && a(),
    children: [
      t,
      c !== void 0 && A(q, { error: c }),
      A(`footer`, {
        class: `actions`,
        children: [
          A(G, { onClick: a, disabled: o, children: `Cancel` }),
          A(G, { kind: r ? `danger` : `primary`, disabled: o, onClick: () => void u(), children: n }),
        ],
      }),
    ],
  });
}
var La = 6e3,
  Ra = Pn([]),
  za = 0;
function J(e, t = `good`) {
  za += 1;
  let n = za;
  ((Ra.value = [...Ra.value.slice(-3), { id: n, kind: t, text: e }]),
    t === `good` && setTimeout(() => Va(n), La));
}
function Ba(e) {
  J(Ma(e), `bad`);
}
function Va(e) {
  Ra.value = Ra.value.filter((t) => t.id !== e);
}
function Ha() {
  return A(`div`, {
    class: `toasts`,
    role: `status`,
    "aria-live": `polite`,
    children: Ra.value.map(({ id: e, kind: t, text: n }) =>
      A(
        `div`,
        {
          class: `toast ${t}`,
          children: [
            A(`p`, { children: n }),
            A(K, { icon: `close`, label: `Dismiss`, small: !0, onClick: () => Va(e) }),
          ],
        },
        e,
      ),
    ),
  });
}
var Ua = 6;
function Wa({ ids: e, queries: t, onDeleted: n, onClose: r }) {
  let [i, a] = O();
  async function o() {
    a(0);
    let { done: r, failed: i } = await wa(e, Ta, a);
    (a(void 0), Da(t, r), r.length > 0 && J(`${H(r.length, `image`)} deleted.`));
    let [o] = i;
    if (o !== void 0) throw (n(r), Error(`${H(i.length, `image`)} could not be deleted. ${Ma(o.error)}`));
    n(r);
  }
  return A(Ia, {
    title: `Delete ${H(e.length, `image`)}?`,
    action: `Delete ${H(e.length, `image`)}`,
    onConfirm: o,
    onClose: r,
    children: [
      A(`p`, {
        children: [
          e.length === 1
            ? `The original and everything derived from it is`
            : `The originals and everything derived from them are`,
          ` `,
          `removed at once. This cannot be undone.`,
        ],
      }),
      A(`ul`, {
        class: `id-list`,
        children: [
          e.slice(0, Ua).map((e) => A(`li`, { children: A(`code`, { children: e }) }, e)),
          e.length > Ua && A(`li`, { children: [`and `, e.length - Ua, ` more`] }),
        ],
      }),
      i !== void 0 && A(`progress`, { "aria-label": `Deleted`, max: e.length, value: i, children: i }),
    ],
  });
}
function Ga(e, t, n) {
  let { pictures: r } = R(),
    [i, a] = O({ state: `loading` });
  return (
    k(() => {
      if ((a({ state: `loading` }), e === void 0)) return;
      let i = r.borrow(e, {
          ...(t !== void 0 && { accept: t }),
          ...(n !== void 0 && { "cf-device-type": n }),
        }),
        o = !0;
      return (
        i.delivered.then(
          (e) => o && a({ state: `shown`, delivered: e }),
          (e) => o && a({ state: `failed`, error: e }),
        ),
        () => {
          ((o = !1), i.release());
        }
      );
    }, [r, e, t, n]),
    i
  );
}
function Ka({ path: e, alt: t, accept: n }) {
  let r = Ga(e, n);
  return r.state === `shown`
    ? A(`img`, { src: r.delivered.url, alt: t, decoding: `async`, draggable: !1 })
    : r.state === `failed`
      ? A(`span`, {
          class: `picture-failed`,
          title: Ma(r.error),
          children: [A(W, { name: `alert` }), A(`span`, { class: `unseen`, children: Ma(r.error) })],
        })
      : A(`span`, { class: `picture-loading` });
}
var qa = `/dashboard`,
  Ja = Pn($a()),
  Ya = zn(() => {
    let e = new URL(Ja.value, location.origin),
      t = e.pathname.slice(10).replace(/^\/|\/$/g, ``);
    return { segments: t === `` ? [] : t.split(`/`).map(eo), query: e.searchParams };
  });
function Y(e, t) {
  let n = t !== void 0 && t.size > 0 ? `?${t}` : ``;
  return `${qa}/${e.map(encodeURIComponent).join(`/`)}${n}`;
}
function Xa(e, { replace: t = !1 } = {}) {
  if (e === $a()) return;
  t ? history.replaceState(null, ``, e) : history.pushState(null, ``, e);
  let n = Ya.value.segments.join(`/`);
  ((Ja.value = $a()), Ya.value.segments.join(`/`) !== n && (scrollTo(0, 0), Qa()));
}
function Za() {
  (addEventListener(`popstate`, () => (Ja.value = $a())),
    document.addEventListener(`click`, (e) => {
      let t = e.target instanceof Element ? e.target.closest(`a`) : null,
        n = e.button === 0 && !(e.metaKey || e.ctrlKey || e.shiftKey || e.altKey);
      if (t === null || !n || e.defaultPrevented || t.target !== `` || t.hasAttribute(`download`)) return;
      let r = new URL(t.href);
      r.origin === location.origin &&
        /^\/dashboard(\/|$)/.test(r.pathname) &&
        r.hash === `` &&
        (e.preventDefault(), Xa(r.pathname + r.search));
    }));
}
function Qa() {
  requestAnimationFrame(() => document.querySelector(`main h1`)?.focus({ preventScroll: !0 }));
}
function $a() {
  return location.pathname + location.search;
}
function eo(e) {
  try {
    return decodeURIComponent(e);
  } catch {
    return e;
  }
}
function to({ text: e, label: t, short: n }) {
  let [r, i] = O(!1);
  k(() => {
    if (!r) return;
    let e = setTimeout(() => i(!1), 2e3);
    return () => clearTimeout(e);
  }, [r]);
  async function a() {
    try {
      (await navigator.clipboard.writeText(e), i(!0), J(`Copied.`));
    } catch {
      J(`The browser does not allow copying here: select the text instead.`, `bad`);
    }
  }
  let o = r ? `check` : `copy`;
  return n === void 0
    ? A(K, { small: !0, icon: o, label: t, onClick: () => void a() })
    : A(G, { small: !0, icon: o, "aria-label": t, onClick: () => void a(), children: n });
}
function no({ text: e, label: t }) {
  return A(`div`, {
    class: `copy-text`,
    children: [A(`code`, { tabIndex: 0, children: e }), A(to, { text: e, label: `Copy ${t}` })],
  });
}
function ro({ label: e, hint: t, error: n, children: r }) {
  let i = Be(),
    a = [t ? `${i}-hint` : ``, n ? `${i}-error` : ``].filter(Boolean).join(` `);
  return A(`div`, {
    class: `field`,
    children: [
      A(`label`, { for: i, children: e }),
      r({ id: i, ...(a !== `` && { "aria-describedby": a }), ...(n && { "aria-invalid": !0 }) }),
      t && A(`p`, { class: `hint`, id: `${i}-hint`, children: t }),
      n && A(`p`, { class: `field-error`, id: `${i}-error`, role: `alert`, children: n }),
    ],
  });
}
function X({ label: e, hint: t, error: n, value: r, onValue: i, ...a }) {
  return A(ro, {
    label: e,
    hint: t,
    error: n,
    children: (e) =>
      A(`input`, {
        type: `text`,
        autocomplete: `off`,
        spellcheck: !1,
        ...a,
        ...e,
        value: r,
        onInput: (e) => i(e.currentTarget.value),
      }),
  });
}
function io({ label: e, hint: t, error: n, value: r, onValue: i, rows: a = 4 }) {
  return A(ro, {
    label: e,
    hint: t,
    error: n,
    children: (e) =>
      A(`textarea`, {
        class: `code`,
        spellcheck: !1,
        rows: a,
        ...e,
        value: r,
        onInput: (e) => i(e.currentTarget.value),
      }),
  });
}
function ao({ label: e, hint: t, value: n, choices: r, onValue: i, disabled: a = !1 }) {
  return A(ro, {
    label: e,
    hint: t,
    children: (e) =>
      A(`select`, {
        ...e,
        value: n,
        disabled: a,
        onChange: (e) => i(e.currentTarget.value),
        children: r.map((e) => A(`option`, { value: e.value, children: e.text }, e.value)),
      }),
  });
}
function oo({ label: e, hint: t, checked: n, disabled: r = !1, onChange: i }) {
  let a = Be();
  return A(`div`, {
    class: `switch`,
    children: [
      A(`input`, {
        id: a,
        type: `checkbox`,
        role: `switch`,
        checked: n,
        disabled: r,
        "aria-describedby": t ? `${a}-hint` : void 0,
        onChange: (e) => {
          ((e.currentTarget.checked = n), i(!n));
        },
      }),
      A(`div`, {
        children: [
          A(`label`, { for: a, children: e }),
          t && A(`p`, { class: `hint`, id: `${a}-hint`, children: t }),
        ],
      }),
    ],
  });
}
function so({ label: e, value: t, choices: n, onValue: r }) {
  let i = Be();
  return A(`fieldset`, {
    class: `segmented`,
    children: [
      A(`legend`, { class: `unseen`, children: e }),
      n.map((e) =>
        A(
          `label`,
          {
            children: [
              A(`input`, { type: `radio`, name: i, checked: e.value === t, onChange: () => r(e.value) }),
              A(`span`, { children: e.text }),
            ],
          },
          e.value,
        ),
      ),
    ],
  });
}
function Z({ title: e, heading: t = e, note: n, actions: r, children: i, wide: a = !1 }) {
  return (
    k(() => {
      document.title = `${e} · Darkroom`;
    }, [e]),
    A(`main`, {
      class: a ? `page wide` : `page`,
      id: `main`,
      children: [
        A(`header`, {
          class: `page-header`,
          children: [
            A(`div`, {
              class: `page-title`,
              children: [A(`h1`, { tabIndex: -1, children: t }), n && A(`p`, { class: `soft`, children: n })],
            }),
            r && A(`div`, { class: `page-actions`, children: r }),
          ],
        }),
        i,
      ],
    })
  );
}
var co = [320, 640, 960, 1280, 1920, 2560];
function lo(e, { filename: t }) {
  return `<img src="${mo(e)}" alt="${mo(po(t))}">`;
}
function uo(e, { filename: t, original: n }) {
  let r = co.filter((e) => e < n.width),
    i = r.length === co.length ? r : [...r, n.width],
    a = (t) => `${e}/${ta({ width: t })}`;
  return [
    `<img src="${mo(a(Math.max(...i)))}"`,
    `  srcset="${i.map((e) => `${mo(a(e))} ${e}w`).join(`,
          `)}"`,
    `  sizes="100vw" width="${n.width}" height="${n.height}" alt="${mo(po(t))}">`,
  ].join(`
`);
}
function fo(e) {
  return e.slice(0, e.lastIndexOf(`/`));
}
function po(e) {
  return e.replace(/\.[^.]+$/, ``).replaceAll(/[-_]+/g, ` `);
}
function mo(e) {
  return e.replaceAll(/[&<>"']/g, (e) => `&#${e.charCodeAt(0)};`);
}
var ho = [
  { value: `600`, text: `in ten minutes` },
  { value: `3600`, text: `in an hour` },
  { value: `86400`, text: `in a day` },
  { value: `604800`, text: `in a week` },
  { value: `2592000`, text: `in 30 days` },
  { value: ``, text: `never` },
];
function go({ image: e }) {
  let t = Ar(),
    n = Nr(),
    [r, i] = O(`public`),
    a = t.data ?? [],
    o = a.find(({ id: e }) => e === r) ?? a[0];
  if (o === void 0) return A(Pa, {});
  let s = e.variants.find((e) => e.endsWith(`/${o.id}`)) ?? e.variants[0] ?? ``,
    c = e.requireSignedURLs && !o.neverRequireSignedURLs;
  return A(`section`, {
    class: `card stack`,
    "aria-labelledby": `addresses-title`,
    children: [
      A(`header`, {
        class: `card-header`,
        children: [
          A(`h2`, { id: `addresses-title`, children: `Addresses` }),
          A(ao, {
            label: `Variant`,
            value: o.id,
            onValue: i,
            choices: a.map(({ id: e }) => ({ value: e, text: e })),
          }),
        ],
      }),
      c
        ? A(`p`, {
            class: `hint`,
            children: `The image is private: without a signature this address is refused.`,
          })
        : A(C, {
            children: [
              A(_o, { title: `Address`, text: s }),
              A(_o, { title: `HTML`, text: lo(s, e) }),
              n.data?.flexible_variants && A(_o, { title: `HTML for every screen`, text: uo(fo(s), e) }),
            ],
          }),
      (c || e.requireSignedURLs) && L(`edit`) && A(vo, { address: s }),
      c &&
        !L(`edit`) &&
        A(`p`, { class: `hint`, children: `Signing needs a credential with the scope edit.` }),
    ],
  });
}
function _o({ title: e, text: t }) {
  return A(`div`, {
    class: `stack tight`,
    children: [A(`h3`, { children: e }), A(no, { text: t, label: e })],
  });
}
function vo({ address: e }) {
  let t = Mr(),
    [n, r] = O(``),
    [i, a] = O(`3600`),
    [o, s] = O(),
    [c, l] = O(),
    u = t.data?.keys ?? [],
    d = u.find((e) => e.name === n) ?? u[0];
  return (
    k(() => {
      if (d === void 0) return;
      let t = !0,
        n = i === `` ? void 0 : Date.now() + Number(i) * 1e3;
      return (
        yo(e, d.value, n).then(
          (e) => {
            t && (l(void 0), s({ url: e, expiresAt: n }));
          },
          (e) => t && l(e),
        ),
        () => (t = !1)
      );
    }, [e, d, i]),
    t.isError
      ? A(q, { error: t.error })
      : d === void 0
        ? A(Pa, { lines: 2 })
        : A(`div`, {
            class: `stack tight`,
            children: [
              A(`h3`, { children: `Signed address` }),
              A(`div`, {
                class: `field-row`,
                children: [
                  A(ao, {
                    label: `Signing key`,
                    value: d.name,
                    onValue: r,
                    choices: u.map((e) => ({ value: e.name, text: e.name })),
                  }),
                  A(ao, { label: `Expires`, value: i, onValue: a, choices: ho }),
                ],
              }),
              c !== void 0 && A(q, { error: c }),
              o && A(no, { text: o.url, label: `the signed address` }),
              o &&
                A(`p`, {
                  class: `hint`,
                  children:
                    o.expiresAt === void 0
                      ? `Good as long as its key.`
                      : `Good until ${Vr(new Date(o.expiresAt).toISOString())}.`,
                }),
            ],
          })
  );
}
function yo(e, t, n) {
  return isSecureContext
    ? signUrl(e, { key: t, ...(n !== void 0 && { expiresAt: n }) })
    : Promise.reject(
        Error(
          `Browsers sign only on pages that came over HTTPS or from localhost. Open the dashboard that way.`,
        ),
      );
}
function bo({ options: e, devices: t }, n = `desktop`) {
  let { width: r, height: i, fit: a = `scale-down`, metadata: o, browser_ttl: s, ...c } = t?.[n] ?? e;
  return [
    So(r, i, xo[String(a)] ?? String(a)),
    ...Object.entries(c)
      .filter(([e, t]) => e !== `format` || t !== `auto`)
      .map(([e, t]) => `${e} ${Co(t)}`),
  ].join(`, `);
}
var xo = {
  "scale-down": `fits into`,
  "scale-up": `enlarges to`,
  contain: `fits into`,
  cover: `fills`,
  crop: `crops to`,
  "aspect-crop": `crops to the shape of`,
  pad: `pads to`,
  squeeze: `squeezes to`,
};
function So(e, t, n) {
  return typeof e == `number` && typeof t == `number`
    ? `${n} ${e} × ${t}`
    : typeof e == `number`
      ? `${n} ${e} wide`
      : typeof t == `number`
        ? `${n} ${t} high`
        : `original size`;
}
function Co(e) {
  return wo(e)
    ? `${To(e.x)} × ${To(e.y)}`
    : typeof e == `string` || typeof e == `number`
      ? String(e)
      : JSON.stringify(e);
}
function wo(e) {
  return typeof e == `object` && !!e && `x` in e && `y` in e;
}
function To(e) {
  return Math.round(e * 100) / 100;
}
var Eo = 2,
  Do = 0,
  Oo = [];
async function ko(e, t, n) {
  (Do >= Eo && (await new Promise((e) => Oo.push(e))), (Do += 1));
  try {
    n.throwIfAborted();
    let r = R().pictures.borrow(e, t);
    try {
      let e = await r.delivered;
      return { ...Ao(e), ...(await jo(e.url)) };
    } finally {
      r.release();
    }
  } finally {
    (--Do, Oo.shift()?.());
  }
}
function Ao({ mediaType: e, bytes: t }) {
  return { mediaType: e, bytes: t };
}
async function jo(e) {
  let t = new Image();
  return ((t.src = e), await t.decode(), { width: t.naturalWidth, height: t.naturalHeight });
}
var Mo = [
    { name: `AVIF and WebP`, note: `Chrome, Firefox, Safari`, accept: `image/avif,image/webp,image/*;q=0.8` },
    { name: `WebP`, note: `older browsers`, accept: `image/webp,image/*;q=0.8` },
    { name: `Neither`, note: `mail, scripts`, accept: `image/jpeg,image/png,image/*;q=0.8` },
  ],
  No = [
    { value: `desktop`, text: `Desktop` },
    { value: `tablet`, text: `Tablet` },
    { value: `mobile`, text: `Phone` },
  ],
  Po = 4;
function Fo({ image: e }) {
  let t = Ar(),
    [n, r] = O(`desktop`),
    [i, a] = O(new Set());
  return A(`section`, {
    class: `card stack tight`,
    "aria-labelledby": `delivery-title`,
    children: [
      A(`header`, {
        class: `card-header`,
        children: [
          A(`div`, {
            children: [
              A(`h2`, { id: `delivery-title`, children: `As delivered` }),
              A(`p`, {
                class: `hint`,
                children: [
                  `Each cell is a real answer of the server, beside the `,
                  B(e.original.bytes),
                  ` of the original.`,
                ],
              }),
            ],
          }),
          A(so, { label: `Device`, value: n, choices: No, onValue: r }),
        ],
      }),
      t.isError && A(q, { error: t.error, onRetry: () => void t.refetch() }),
      t.isPending && A(Pa, { lines: 4 }),
      t.data &&
        A(`div`, {
          class: `table-frame`,
          tabIndex: 0,
          role: `region`,
          "aria-label": `As delivered`,
          children: A(`table`, {
            class: `delivery`,
            children: [
              A(`thead`, {
                children: A(`tr`, {
                  children: [
                    A(`th`, { scope: `col`, children: `Variant` }),
                    Mo.map(({ name: e, note: t }) =>
                      A(`th`, { scope: `col`, children: [e, A(`small`, { children: t })] }, e),
                    ),
                  ],
                }),
              }),
              A(`tbody`, {
                children: t.data.map((t, r) =>
                  A(
                    `tr`,
                    {
                      children: [
                        A(`th`, {
                          scope: `row`,
                          children: [
                            A(`a`, { href: Y([`variants`, t.id]), children: t.id }),
                            A(`small`, { children: bo(t, n) }),
                          ],
                        }),
                        r < Po || i.has(t.id)
                          ? Mo.map(({ accept: r }) =>
                              A(Io, { image: e, variant: t, accept: r, device: n }, r),
                            )
                          : A(`td`, {
                              colSpan: Mo.length,
                              children: A(G, {
                                small: !0,
                                onClick: () => a(new Set([...i, t.id])),
                                children: `Measure`,
                              }),
                            }),
                      ],
                    },
                    t.id,
                  ),
                ),
              }),
            ],
          }),
        }),
    ],
  });
}
function Io({ image: e, variant: t, accept: n, device: r }) {
  let [i, a] = O(),
    o = Sa(e.id, t.id),
    s = t.devices === void 0 ? void 0 : r;
  if (
    (k(() => {
      let e = new AbortController();
      a(void 0);
      let t = { accept: n, ...(s !== void 0 && { "cf-device-type": s }) };
      return (
        ko(o, t, e.signal).then(
          (t) => !e.signal.aborted && a(t),
          (t) => !e.signal.aborted && a({ error: t }),
        ),
        () => e.abort()
      );
    }, [o, n, s]),
    i === void 0)
  )
    return A(`td`, { "aria-busy": `true`, children: A(`span`, { class: `cell-waiting` }) });
  if (`error` in i) return A(`td`, { class: `bad-text`, children: Ma(i.error) });
  let { bytes: c } = e.original;
  return A(`td`, {
    children: [
      A(`strong`, { children: B(i.bytes) }),
      ` `,
      A(`span`, { class: `badge quiet`, children: Gr(i.mediaType) }),
      A(`small`, { children: [i.width, ` × `, i.height, ` · `, Ur(c, i.bytes)] }),
      A(`span`, {
        class: `bar`,
        "aria-hidden": `true`,
        children: A(`span`, { style: { width: `${Math.min(100, (i.bytes / c) * 100)}%` } }),
      }),
    ],
  });
}
async function Lo({ id: e, filename: t }) {
  let n = await R().client.open(`/client/v4/${Tr(e)}/blob`),
    r = URL.createObjectURL(await n.blob()),
    i = document.createElement(`a`);
  ((i.href = r),
    (i.download = t || e.replaceAll(`/`, `-`)),
    i.click(),
    setTimeout(() => URL.revokeObjectURL(r), 6e4));
}
var Ro = {
  generated: `Generated by the server`,
  name: `The file’s name`,
  path: `The file’s folder and name`,
};
function zo({ file: e, path: t }, n, r) {
  return n === `generated` ? `` : r + (n === `name` ? e.name : t);
}
function Bo(e, t) {
  if (e.size === 0) return `The file is empty.`;
  if (e.size > t.uploadBytes)
    return `The file has ${B(e.size)}; the server takes at most ${Br(t.uploadBytes)}.`;
  if (e.type !== `` && !e.type.startsWith(`image/`)) return `This is not an image.`;
  if (/\.hei[cf]$/i.test(e.name)) return `HEIC is not taken: browsers do not show it. Export it as JPEG.`;
}
function Vo(e) {
  if (e !== ``)
    try {
      pa(e);
      return;
    } catch (e) {
      return e instanceof Error ? e.message : String(e);
    }
}
function Ho({ uploadBytes: e, side: t, pixels: n }) {
  return [
    `JPEG, PNG, WebP, AVIF, GIF or SVG; HEIC is not taken.`,
    `At most ${Br(e)} a file, ${V(t)} pixels a side and ${V(Math.round(n / 1e6))} megapixels in all.`,
  ];
}
var Uo = 1024;
function Wo(e) {
  if (e.trim() === ``) return { value: {} };
  let t;
  try {
    t = JSON.parse(e);
  } catch {
    return { problem: `This is not JSON. Expected an object such as {"album": "summer"}.` };
  }
  if (typeof t != `object` || !t || Array.isArray(t))
    return { problem: `Expected a JSON object, such as {"album": "summer"}.` };
  let n = new TextEncoder().encode(JSON.stringify(t)).length;
  return n > Uo ? { problem: `The metadata has ${n} bytes of JSON; ${Uo} are allowed.` } : { value: t };
}
function Go({ image: e }) {
  let [t, n] = O(!1),
    r = Object.entries(e.meta);
  return A(`section`, {
    class: `card stack tight`,
    "aria-labelledby": `metadata-title`,
    children: [
      A(`header`, {
        class: `card-header`,
        children: [
          A(`h2`, { id: `metadata-title`, children: `Metadata` }),
          L(`edit`) && !t && A(G, { small: !0, onClick: () => n(!0), children: `Edit` }),
        ],
      }),
      t
        ? A(Ko, { image: e, onClose: () => n(!1) })
        : A(`dl`, {
            class: `facts`,
            children: [
              A(`dt`, { children: `Creator` }),
              A(`dd`, { children: e.creator ?? A(`span`, { class: `soft`, children: `none` }) }),
              r.map(([e, t]) =>
                A(
                  `div`,
                  {
                    children: [
                      A(`dt`, { children: e }),
                      A(`dd`, {
                        children: typeof t == `string` ? t : A(`code`, { children: JSON.stringify(t) }),
                      }),
                    ],
                  },
                  e,
                ),
              ),
              r.length === 0 &&
                A(`div`, {
                  children: [A(`dt`, { children: `Fields` }), A(`dd`, { class: `soft`, children: `none` })],
                }),
            ],
          }),
    ],
  });
}
function Ko({ image: e, onClose: t }) {
  let n = Xe(),
    [r, i] = O(e.creator ?? ``),
    [a, o] = O(JSON.stringify(e.meta, null, 2)),
    [s, c] = O(!1),
    [l, u] = O(),
    d = Wo(a);
  async function f(i) {
    if ((i.preventDefault(), !(`problem` in d))) {
      (c(!0), u(void 0));
      try {
        let i = d.value;
        (Oa(n, [await Ea(e.id, { metadata: i, creator: r === `` ? null : r })]), J(`Metadata saved.`), t());
      } catch (e) {
        (u(e), c(!1));
      }
    }
  }
  return A(`form`, {
    class: `stack tight`,
    onSubmit: (e) => void f(e),
    children: [
      A(X, { label: `Creator`, value: r, onValue: i }),
      A(io, {
        label: `Metadata as JSON`,
        rows: 6,
        value: a,
        onValue: o,
        hint: `Replaces all of it.`,
        error: `problem` in d ? d.problem : void 0,
      }),
      l !== void 0 && A(q, { error: l }),
      A(`footer`, {
        class: `actions`,
        children: [
          A(G, { onClick: t, disabled: s, children: `Cancel` }),
          A(G, { kind: `primary`, type: `submit`, disabled: s || `problem` in d, children: `Save` }),
        ],
      }),
    ],
  });
}
function qo({ id: e }) {
  let t = Or(e),
    n = Xe(),
    [r, i] = O(!1);
  if (t.isError) {
    let n = t.error instanceof ir && t.error.status === 404;
    return A(Z, {
      title: n ? `Image not found` : `Image`,
      children: n
        ? A(Na, {
            icon: `images`,
            title: `There is no image with the id ${e}.`,
            children: A(Aa, { href: Y([]), children: `Go to the images` }),
          })
        : A(q, { error: t.error, onRetry: () => void t.refetch() }),
    });
  }
  return A(Z, {
    title: e,
    heading: A(`span`, { class: `id-heading`, children: e }),
    note: A(`a`, { href: Y([]), class: `back`, children: `← Images` }),
    actions:
      t.data &&
      A(C, {
        children: [
          A(G, { icon: `download`, onClick: () => void Lo(t.data).catch(Ba), children: `Original` }),
          L(`edit`) && A(G, { kind: `danger`, icon: `trash`, onClick: () => i(!0), children: `Delete` }),
        ],
      }),
    children: [
      A(`div`, {
        class: `image-layout`,
        children: [
          A(`div`, {
            class: `preview`,
            children: t.data && !t.data.draft && A(Ka, { path: ba(e, `preview`), alt: `Preview of ${e}` }),
          }),
          A(`div`, { class: `stack`, children: t.data ? A(Jo, { image: t.data }) : A(Pa, { lines: 8 }) }),
        ],
      }),
      t.data && !t.data.draft && A(C, { children: [A(Fo, { image: t.data }), A(go, { image: t.data })] }),
      r && A(Wa, { ids: [e], queries: n, onClose: () => i(!1), onDeleted: (e) => e.length > 0 && Xa(Y([])) }),
    ],
  });
}
function Jo({ image: e }) {
  let { id: t, filename: n, uploaded: r, requireSignedURLs: i, original: a } = e,
    o = Xe(),
    [s, c] = O(!1);
  async function l(e) {
    c(!0);
    try {
      (Oa(o, [await Ea(t, { requireSignedURLs: e })]),
        J(e ? `Private: only signed addresses show the image.` : `Public: every address shows the image.`));
    } catch (e) {
      Ba(e);
    }
    c(!1);
  }
  return A(C, {
    children: [
      A(`section`, {
        class: `card`,
        "aria-label": `Facts`,
        children: [
          A(`dl`, {
            class: `facts`,
            children: [
              A(`dt`, { children: `Id` }),
              A(`dd`, {
                class: `with-copy`,
                children: [A(`code`, { children: t }), A(to, { text: t, label: `Copy the id` })],
              }),
              A(`dt`, { children: `File` }),
              A(`dd`, { children: n }),
              A(`dt`, { children: `Original` }),
              A(`dd`, {
                children: [
                  Gr(a.mediaType),
                  a.animated && `, animated`,
                  `, `,
                  a.width,
                  ` × `,
                  a.height,
                  `, `,
                  B(a.bytes),
                ],
              }),
              A(`dt`, { children: `Uploaded` }),
              A(`dd`, { children: Vr(r) }),
            ],
          }),
          A(oo, {
            label: `Private`,
            hint: `Only signed addresses show the image, except in variants that always allow public access.`,
            checked: i,
            disabled: s || !L(`edit`),
            onChange: (e) => void l(e),
          }),
        ],
      }),
      A(Go, { image: e }),
    ],
  });
}
function Yo({ filter: e, onApply: t, onClose: n }) {
  let [r, i] = O(e.creator === void 0 ? `any` : e.creator === `` ? `none` : `named`),
    [a, o] = O(e.creator ?? ``),
    [s, c] = O(e.meta),
    l = (e, t) => c(s.map((n, r) => (r === e ? { ...n, ...t } : n)));
  function u(n) {
    (n.preventDefault(),
      t({
        ...e,
        creator: r === `any` ? void 0 : r === `none` ? `` : a,
        meta: s.filter(({ field: e }) => e.trim() !== ``),
      }));
  }
  return A(Fa, {
    title: `Filter images`,
    onClose: n,
    children: A(`form`, {
      class: `stack`,
      onSubmit: u,
      children: [
        A(`div`, {
          class: `stack tight`,
          children: [
            A(`h3`, { children: `Creator` }),
            A(so, {
              label: `Creator`,
              value: r,
              onValue: i,
              choices: [
                { value: `any`, text: `Any` },
                { value: `none`, text: `None` },
                { value: `named`, text: `Named` },
              ],
            }),
            r === `named` && A(X, { label: `Name of the creator`, value: a, onValue: o, required: !0 }),
          ],
        }),
        A(`div`, {
          class: `stack tight`,
          children: [
            A(`h3`, { children: `Metadata` }),
            A(`p`, {
              class: `hint`,
              children: `A field inside another is written with a dot: shot.iso. All of them must hold.`,
            }),
            s.map((e, t) =>
              A(
                `div`,
                {
                  class: `meta-row`,
                  children: [
                    A(`input`, {
                      type: `text`,
                      "aria-label": `Field`,
                      placeholder: `field`,
                      value: e.field,
                      onInput: (e) => l(t, { field: e.currentTarget.value }),
                    }),
                    A(`select`, {
                      "aria-label": `Comparison`,
                      value: e.operator,
                      onChange: (e) => l(t, { operator: e.currentTarget.value }),
                      children: Object.entries(_r).map(([e, t]) => A(`option`, { value: e, children: t }, e)),
                    }),
                    A(`input`, {
                      type: `text`,
                      "aria-label": `Value`,
                      placeholder: `value`,
                      value: e.value,
                      onInput: (e) => l(t, { value: e.currentTarget.value }),
                    }),
                    A(K, {
                      icon: `trash`,
                      label: `Remove this row`,
                      onClick: () => c(s.filter((e, n) => n !== t)),
                    }),
                  ],
                },
                t,
              ),
            ),
            A(`div`, {
              children: A(G, {
                small: !0,
                icon: `plus`,
                disabled: s.length >= 5,
                onClick: () => c([...s, { field: ``, operator: `eq:string`, value: `` }]),
                children: `Add a field`,
              }),
            }),
          ],
        }),
        A(`footer`, {
          class: `actions`,
          children: [
            A(G, { onClick: n, children: `Cancel` }),
            A(G, { kind: `primary`, type: `submit`, children: `Apply` }),
          ],
        }),
      ],
    }),
  });
}
var Xo = 250;
function Zo({ filter: e, onChange: t }) {
  let [n, r] = O(e.search),
    [i, a] = O(!1),
    o = Ie(null);
  (k(() => r(e.search), [e.search]),
    k(() => {
      if (n === e.search) return;
      let r = setTimeout(() => t({ ...e, search: n }), Xo);
      return () => clearTimeout(r);
    }, [n, e, t]),
    k(() => {
      let e = (e) => {
        let t = e.target instanceof Element && e.target.closest(`input, textarea, select, dialog`);
        e.key !== `/` || e.ctrlKey || e.metaKey || t || (e.preventDefault(), o.current?.focus());
      };
      return (addEventListener(`keydown`, e), () => removeEventListener(`keydown`, e));
    }, []));
  let s = e.meta.length + (e.creator === void 0 ? 0 : 1);
  return A(`div`, {
    class: `filter-bar`,
    children: [
      A(`form`, {
        role: `search`,
        onSubmit: (e) => e.preventDefault(),
        children: [
          A(W, { name: `search` }),
          A(`input`, {
            ref: o,
            type: `search`,
            "aria-label": `Search by id or file name`,
            placeholder: `Search by id or file name`,
            "aria-keyshortcuts": `/`,
            autocomplete: `off`,
            spellcheck: !1,
            value: n,
            onInput: (e) => r(e.currentTarget.value),
            onKeyDown: (e) => {
              e.key === `Escape` && (e.stopPropagation(), r(``), o.current?.blur());
            },
          }),
          A(`kbd`, { "aria-hidden": `true`, children: `/` }),
        ],
      }),
      A(G, { icon: `filter`, onClick: () => a(!0), children: [`Filter`, s > 0 ? ` (${s})` : ``] }),
      A(`select`, {
        "aria-label": `Order`,
        value: e.order,
        onChange: (n) => t({ ...e, order: n.currentTarget.value === `asc` ? `asc` : `desc` }),
        children: [
          A(`option`, { value: `desc`, children: `Newest first` }),
          A(`option`, { value: `asc`, children: `Oldest first` }),
        ],
      }),
      s > 0 &&
        A(`ul`, {
          class: `chips`,
          "aria-label": `Filters`,
          children: [
            e.creator !== void 0 &&
              A(Qo, {
                onRemove: () => t({ ...e, creator: void 0 }),
                children: e.creator === `` ? `without a creator` : `creator ${e.creator}`,
              }),
            e.meta.map((n, r) =>
              A(
                Qo,
                {
                  onRemove: () => t({ ...e, meta: e.meta.filter((e, t) => t !== r) }),
                  children: [n.field, ` `, _r[n.operator], ` `, n.value],
                },
                r,
              ),
            ),
          ],
        }),
      i &&
        A(Yo, {
          filter: e,
          onClose: () => a(!1),
          onApply: (e) => {
            (a(!1), t(e));
          },
        }),
    ],
  });
}
function Qo({ children: e, onRemove: t }) {
  return A(`li`, {
    class: `chip`,
    children: [
      A(`span`, { children: e }),
      A(K, { icon: `close`, label: `Remove this filter`, small: !0, onClick: t }),
    ],
  });
}
function $o(e, { least: t, gap: n, caption: r }) {
  let i = Math.max(2, Math.floor((e + n) / (t + n))),
    a = (e - n * (i - 1)) / i;
  return { columns: i, tileWidth: a, rowHeight: Math.round(a) + r + n };
}
var es = 3;
function ts(e, t, n, r) {
  let i = Math.floor(-e / n) - es,
    a = Math.ceil((t - e) / n) + es,
    o = Math.min(Math.max(0, i), Math.max(0, r - 1));
  return [o, Math.max(o, Math.min(r, a))];
}
var Q = Pn(new Set());
function ns(e) {
  let t = new Set(Q.value);
  (t.delete(e) || t.add(e), (Q.value = t));
}
function rs(e) {
  Q.value = new Set([...Q.value, ...e]);
}
function is(e) {
  if (e === void 0) {
    Q.value = new Set();
    return;
  }
  let t = new Set(Q.value);
  for (let n of e) t.delete(n);
  Q.value = t;
}
var as = { least: 168, gap: 14, caption: 42 },
  os = { least: 104, gap: 8, caption: 38 };
function ss({ images: e, total: t, onNearEnd: n, selectable: r, onDelete: i }) {
  let a = Ie(null),
    [o, s] = O(),
    [[c, l], u] = O([0, 0]),
    [d, f] = O(0),
    p = Ie(!1),
    m = o === void 0 ? 0 : Math.ceil(t / o.columns);
  (Fe(() => {
    let e = a.current,
      t = () => s($o(e.clientWidth, e.clientWidth < 520 ? os : as)),
      n = new ResizeObserver(t);
    return (n.observe(e), t(), () => n.disconnect());
  }, []),
    Fe(() => {
      if (o === void 0) return;
      let e = 0,
        t = () => {
          e = 0;
          let { top: t } = a.current.getBoundingClientRect(),
            n = ts(t, innerHeight, o.rowHeight, m);
          u((e) => (e[0] === n[0] && e[1] === n[1] ? e : n));
        },
        n = () => {
          e ||= requestAnimationFrame(t);
        };
      return (
        t(),
        addEventListener(`scroll`, n, { passive: !0 }),
        addEventListener(`resize`, n),
        () => {
          (cancelAnimationFrame(e), removeEventListener(`scroll`, n), removeEventListener(`resize`, n));
        }
      );
    }, [o, m]));
  let h = o?.columns ?? 1;
  (k(() => {
    e.length < t && (l + 2) * h > e.length && n();
  }, [l, h, e.length, t, n]),
    k(() => {
      p.current &&
        ((p.current = !1), a.current?.querySelector(`[data-index="${d}"] a`)?.focus({ preventScroll: !0 }));
    }, [d, c, l]));
  function g(t) {
    if (o === void 0) return;
    let n = Math.max(0, Math.min(e.length - 1, t));
    ((p.current = !0), f(n));
    let r = a.current.getBoundingClientRect().top + Math.floor(n / h) * o.rowHeight;
    r < 80
      ? scrollBy(0, r - 80)
      : r + o.rowHeight > innerHeight - 80 && scrollBy(0, r + o.rowHeight - innerHeight + 80);
  }
  function _(t) {
    let n = Math.max(1, Math.floor(innerHeight / (o?.rowHeight ?? innerHeight))) * h,
      a = {
        ArrowRight: 1,
        ArrowLeft: -1,
        ArrowDown: h,
        ArrowUp: -h,
        PageDown: n,
        PageUp: -n,
        Home: -e.length,
        End: e.length,
      }[t.key],
      s = e[d];
    if (a !== void 0 && !t.altKey && !t.metaKey) g(d + a);
    else if (t.key === ` ` && r && s) ns(s.id);
    else if (t.key === `a` && (t.ctrlKey || t.metaKey) && r) rs(e.map(({ id: e }) => e));
    else if (t.key === `Delete` && Q.value.size > 0) i();
    else return;
    t.preventDefault();
  }
  let v = Array.from({ length: l - c }, (e, t) => c + t);
  return A(`div`, {
    class: `grid`,
    ref: a,
    role: `grid`,
    "aria-label": `Images`,
    "aria-rowcount": m,
    "aria-colcount": h,
    "aria-multiselectable": r,
    style: { height: `${m * (o?.rowHeight ?? 0)}px` },
    onKeyDown: _,
    children:
      o !== void 0 &&
      v.map((n) =>
        A(
          `div`,
          {
            class: `grid-row`,
            role: `row`,
            "aria-rowindex": n + 1,
            style: {
              transform: `translateY(${n * o.rowHeight}px)`,
              gridTemplateColumns: `repeat(${h}, minmax(0, 1fr))`,
            },
            children: Array.from({ length: Math.min(h, t - n * h) }, (t, i) => {
              let a = n * h + i,
                o = e[a];
              return o === void 0
                ? A(
                    `div`,
                    {
                      class: `tile waiting`,
                      role: `gridcell`,
                      "aria-busy": `true`,
                      children: A(`span`, { class: `tile-picture` }),
                    },
                    `waiting ${a}`,
                  )
                : A(
                    cs,
                    { image: o, index: a, column: i, tabbable: a === d, selectable: r, onFocus: f },
                    o.id,
                  );
            }),
          },
          n,
        ),
      ),
  });
}
function cs({ image: e, index: t, column: n, tabbable: r, selectable: i, onFocus: a }) {
  let { id: o, filename: s, requireSignedURLs: c, original: l } = e,
    u = Q.value.has(o),
    d = Y([`images`, ...o.split(`/`)]);
  return A(`div`, {
    class: u ? `tile selected` : `tile`,
    role: `gridcell`,
    "aria-colindex": n + 1,
    "aria-selected": i ? u : void 0,
    "data-index": t,
    children: [
      A(`a`, {
        href: d,
        tabIndex: r ? 0 : -1,
        "aria-label": `${o}, ${l.width} by ${l.height}, ${B(l.bytes)}${c ? `, private` : ``}`,
        onFocus: () => a(t),
        onClick: (e) => {
          i && (Q.value.size !== 0 || e.shiftKey) && (e.preventDefault(), ns(o));
        },
        onDblClick: () => Xa(d),
        children: [
          A(`span`, {
            class: `tile-picture`,
            children: [
              A(Ka, { path: ba(o, `thumbnail`), alt: `` }),
              A(`span`, {
                class: `tile-marks`,
                children: [c && A(W, { name: `lock` }), l.animated && A(W, { name: `film` })],
              }),
            ],
          }),
          A(`span`, { class: `tile-name`, children: o === e.filename ? o : ls(o, s) }),
          A(`span`, {
            class: `tile-facts`,
            children: [l.width, ` × `, l.height, ` · `, Gr(l.mediaType), ` · `, B(l.bytes)],
          }),
        ],
      }),
      i &&
        A(`input`, {
          class: `tile-check`,
          type: `checkbox`,
          tabIndex: -1,
          "aria-label": `Select ${o}`,
          checked: u,
          onChange: () => ns(o),
        }),
    ],
  });
}
function ls(e, t) {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(e) && t !== `` ? t : e;
}
function us({ images: e, onDelete: t }) {
  let n = Xe(),
    [r, i] = O(!1),
    a = [...Q.value];
  async function o(e) {
    i(!0);
    let t = [],
      { done: r, failed: o } = await wa(
        a,
        async (n) => void t.push(await Ea(n, { requireSignedURLs: e })),
        () => {},
      );
    (Oa(n, t), i(!1));
    let [s] = o;
    s === void 0
      ? J(`${H(r.length, `image`)} made ${e ? `private` : `public`}.`)
      : J(`${H(o.length, `image`)} could not be changed. ${Ma(s.error)}`, `bad`);
  }
  return A(`div`, {
    class: `selection-bar`,
    role: `region`,
    "aria-label": `Selected images`,
    children: [
      A(K, { icon: `close`, label: `Clear the selection`, onClick: () => is() }),
      A(`strong`, { "aria-live": `polite`, children: [a.length, ` selected`] }),
      A(G, { small: !0, onClick: () => rs(e.map(({ id: e }) => e)), children: [`Select all `, e.length] }),
      A(`span`, { class: `spacer` }),
      A(G, { small: !0, icon: `lock`, disabled: r, onClick: () => void o(!0), children: `Make private` }),
      A(G, { small: !0, icon: `unlock`, disabled: r, onClick: () => void o(!1), children: `Make public` }),
      A(G, { small: !0, kind: `danger`, icon: `trash`, disabled: r, onClick: t, children: `Delete` }),
    ],
  });
}
function ds() {
  let { query: e } = Ya.value,
    t = Le(() => xr(e), [e]),
    n = Dr(t),
    r = kr(),
    i = Xe(),
    [a, o] = O(!1),
    s = n.data?.pages,
    c = Le(() => s?.flatMap((e) => e.images) ?? [], [s]),
    l = yr(t),
    u = !l && r.data !== void 0 ? Math.max(r.data.count.current, c.length) : void 0,
    d = n.hasNextPage ? (u ?? c.length + 24) : c.length,
    { fetchNextPage: f, hasNextPage: p, isFetchingNextPage: m } = n,
    h = Re(() => {
      p && !m && f();
    }, [f, p, m]);
  (k(() => () => is(), []),
    k(() => {
      let e = (e) => {
        e.key === `Escape` && document.querySelector(`dialog[open]`) === null && is();
      };
      return (addEventListener(`keydown`, e), () => removeEventListener(`keydown`, e));
    }, []));
  let g = (e) => {
    (is(), Xa(Y([], br(e)), { replace: !0 }));
  };
  return A(Z, {
    wide: !0,
    title: `Images`,
    note: fs(l, c.length, u, n.hasNextPage),
    actions: L(`edit`) && A(Aa, { kind: `primary`, icon: `upload`, href: Y([`upload`]), children: `Upload` }),
    children: [
      A(Zo, { filter: t, onChange: g }),
      n.isError && A(q, { error: n.error, onRetry: () => void n.refetch() }),
      n.isPending && A(ms, {}),
      n.isSuccess &&
        c.length === 0 &&
        A(ps, { filtered: l, onClear: () => g({ ...t, search: ``, creator: void 0, meta: [] }) }),
      c.length > 0 &&
        A(ss, { images: c, total: d, onNearEnd: h, selectable: L(`edit`), onDelete: () => o(!0) }),
      Q.value.size > 0 && A(us, { images: c, onDelete: () => o(!0) }),
      a &&
        Q.value.size > 0 &&
        A(Wa, { ids: [...Q.value], queries: i, onClose: () => o(!1), onDeleted: (e) => is(e) }),
    ],
  });
}
function fs(e, t, n, r) {
  return e ? `${V(t)}${r ? `+` : ``} found` : n === void 0 ? ` ` : H(n, `image`);
}
function ps({ filtered: e, onClear: t }) {
  return e
    ? A(Na, {
        icon: `search`,
        title: `No image matches`,
        children: [
          A(`p`, {
            children: `Search looks for a part of the id or of the file name; filters must all hold.`,
          }),
          A(G, { onClick: t, children: `Clear search and filters` }),
        ],
      })
    : A(Na, {
        icon: `images`,
        title: `No images yet`,
        children: [
          A(`p`, {
            children: L(`edit`)
              ? `Drop files anywhere in this window, paste a picture, or choose files.`
              : `Nothing was uploaded so far.`,
          }),
          L(`edit`) &&
            A(Aa, { kind: `primary`, icon: `upload`, href: Y([`upload`]), children: `Upload images` }),
        ],
      });
}
function ms() {
  return A(`div`, {
    class: `grid-placeholder`,
    role: `status`,
    "aria-label": `Loading images`,
    children: Array.from({ length: 24 }, (e, t) => A(`span`, {}, t)),
  });
}
function hs({ label: e, rows: t }) {
  let n = Math.max(...t.map(({ value: e }) => e), 1);
  return A(`table`, {
    class: `bars`,
    "aria-label": e,
    children: A(`tbody`, {
      children: t.map(({ name: e, value: t, text: r }) =>
        A(
          `tr`,
          {
            children: [
              A(`th`, { scope: `row`, children: e }),
              A(`td`, {
                class: `bar-cell`,
                "aria-hidden": `true`,
                children: A(`span`, {
                  class: `bar`,
                  children: A(`span`, { style: { width: `${(t / n) * 100}%` } }),
                }),
              }),
              A(`td`, { class: `bar-value`, children: r }),
            ],
          },
          e,
        ),
      ),
    }),
  });
}
var gs = 42,
  _s = 2 * Math.PI * gs;
function vs({ share: e, text: t, label: n }) {
  return A(`figure`, {
    class: `ring`,
    children: A(`svg`, {
      viewBox: `0 0 100 100`,
      role: `img`,
      "aria-label": `${n}: ${t}`,
      children: [
        A(`circle`, { class: `ring-whole`, cx: `50`, cy: `50`, r: gs }),
        e !== void 0 &&
          A(`circle`, {
            class: `ring-part`,
            cx: `50`,
            cy: `50`,
            r: gs,
            "stroke-dasharray": `${e * _s} ${_s}`,
            transform: `rotate(-90 50 50)`,
          }),
        A(`text`, { x: `50`, y: `50`, children: t }),
      ],
    }),
  });
}
function ys({ used: e, limit: t, label: n }) {
  return A(`meter`, { "aria-label": n, min: 0, max: 1, high: 0.95, value: t === 0 ? 0 : Math.min(1, e / t) });
}
function bs() {
  let e = Pr();
  return A(Z, {
    title: `Overview`,
    note: e.data ? `Deliveries counted since ${Vr(e.data.delivery.since)}` : ` `,
    actions: A(G, {
      icon: `retry`,
      disabled: e.isFetching,
      onClick: () => void e.refetch(),
      children: `Refresh`,
    }),
    children: [
      e.isError && A(q, { error: e.error, onRetry: () => void e.refetch() }),
      e.isPending && A(Pa, { lines: 10 }),
      e.data && A(xs, { overview: e.data }),
    ],
  });
}
function xs({ overview: { images: e, originals: t, derived: n, delivery: r, failures: i } }) {
  let a = r.hits + r.misses,
    o = a === 0 ? void 0 : r.hits / a;
  return A(C, {
    children: [
      A(`div`, {
        class: `figures`,
        children: [
          A(Ss, {
            title: `Images`,
            value: V(e.count),
            note: e.private > 0 ? `${V(e.private)} private` : `all public`,
          }),
          A(Ss, {
            title: `Originals`,
            value: B(e.bytes),
            note: e.count === 0 ? `` : `${B(e.bytes / e.count)} on average`,
          }),
          A(Ss, {
            title: `Derived, in the cache`,
            value: B(n.bytes),
            note: n.quota === null ? `of all accounts` : `of ${B(n.quota)}, all accounts`,
            children: n.quota !== null && A(ys, { used: n.bytes, limit: n.quota, label: `Cache used` }),
          }),
          A(Ss, {
            title: `Delivered`,
            value: B(r.bytes),
            note: `${H(a + r.unchanged, `answer`)}, ${V(r.unchanged)} unchanged`,
          }),
        ],
      }),
      A(`div`, {
        class: `chart-grid`,
        children: [
          A(`section`, {
            class: `card`,
            "aria-labelledby": `ratio-title`,
            children: [
              A(`h2`, { id: `ratio-title`, children: `Cache` }),
              A(`div`, {
                class: `ratio`,
                children: [
                  A(vs, { share: o, text: o === void 0 ? `–` : Hr(o), label: `Answers from the cache` }),
                  A(`dl`, {
                    class: `facts`,
                    children: [
                      A(`dt`, { children: `From the cache` }),
                      A(`dd`, { children: V(r.hits) }),
                      A(`dt`, { children: `Made anew` }),
                      A(`dd`, { children: V(r.misses) }),
                      A(`dt`, { children: `Unchanged (304)` }),
                      A(`dd`, { children: V(r.unchanged) }),
                    ],
                  }),
                ],
              }),
            ],
          }),
          A(`section`, {
            class: `card`,
            "aria-labelledby": `formats-title`,
            children: [
              A(`h2`, { id: `formats-title`, children: `Formats delivered` }),
              r.formats.length === 0
                ? A(`p`, { class: `soft`, children: `Nothing was delivered so far.` })
                : A(hs, {
                    label: `Formats delivered`,
                    rows: r.formats.map(({ mediaType: e, count: t, bytes: n }) => ({
                      name: Gr(e),
                      value: t,
                      text: `${V(t)} · ${B(n)}`,
                    })),
                  }),
            ],
          }),
          A(`section`, {
            class: `card`,
            "aria-labelledby": `originals-title`,
            children: [
              A(`h2`, { id: `originals-title`, children: `Originals by format` }),
              t.length === 0
                ? A(`p`, { class: `soft`, children: `Nothing was uploaded so far.` })
                : A(hs, {
                    label: `Originals by format`,
                    rows: t.map(({ mediaType: e, count: t, bytes: n }) => ({
                      name: Gr(e),
                      value: n,
                      text: `${V(t)} · ${B(n)}`,
                    })),
                  }),
            ],
          }),
        ],
      }),
      A(`section`, {
        class: `card stack tight`,
        "aria-labelledby": `failures-title`,
        children: [
          A(`h2`, { id: `failures-title`, children: `Recent errors` }),
          i.length === 0
            ? A(Na, { icon: `check`, title: `No errors since the start` })
            : A(`div`, {
                class: `table-frame`,
                tabIndex: 0,
                role: `region`,
                "aria-label": `Recent errors`,
                children: A(`table`, {
                  class: `failures`,
                  children: [
                    A(`thead`, {
                      children: A(`tr`, {
                        children: [
                          A(`th`, { scope: `col`, children: `When` }),
                          A(`th`, { scope: `col`, children: `Status` }),
                          A(`th`, { scope: `col`, children: `Request` }),
                          A(`th`, { scope: `col`, children: `Why` }),
                        ],
                      }),
                    }),
                    A(`tbody`, {
                      children: i.map((e, t) =>
                        A(
                          `tr`,
                          {
                            children: [
                              A(`td`, { children: Vr(e.at) }),
                              A(`td`, {
                                children: A(`span`, {
                                  class: e.status >= 500 ? `badge bad` : `badge quiet`,
                                  children: e.status,
                                }),
                              }),
                              A(`td`, { children: A(`code`, { children: [e.method, ` `, e.path] }) }),
                              A(`td`, { children: e.message }),
                            ],
                          },
                          t,
                        ),
                      ),
                    }),
                  ],
                }),
              }),
        ],
      }),
    ],
  });
}
function Ss({ title: e, value: t, note: n, children: r }) {
  return A(`section`, {
    class: `card figure`,
    children: [
      A(`h2`, { children: e }),
      A(`p`, { class: `figure-value`, children: t }),
      r,
      A(`p`, { class: `soft`, children: n }),
    ],
  });
}
function Cs() {
  let [e, t] = O(`token`),
    [n, r] = O(``),
    [i, a] = O(``),
    [o, s] = O(``),
    [c, l] = O(!1),
    [u, d] = O(),
    f = e === `token` ? { kind: `token`, token: n.trim() } : { kind: `key`, key: o.trim(), email: i.trim() },
    p = e === `token` ? n.trim() !== `` : o.trim() !== `` && i.trim() !== ``;
  async function m(e) {
    (e.preventDefault(), l(!0), d(void 0));
    try {
      await fr(f);
    } catch (e) {
      (d(e), l(!1));
    }
  }
  return A(`main`, {
    class: `sign-in`,
    children: A(`form`, {
      onSubmit: (e) => void m(e),
      "aria-labelledby": `sign-in-title`,
      children: [
        A(`h1`, { id: `sign-in-title`, class: `brand`, children: `Darkroom` }),
        A(`p`, {
          class: `soft`,
          children: `Sign in with a credential of the API. It stays in this page’s memory: a reload signs you out.`,
        }),
        dr.value !== void 0 &&
          u === void 0 &&
          A(`p`, { class: `notice`, role: `status`, children: dr.value }),
        A(so, {
          label: `Sign in with`,
          value: e,
          onValue: t,
          choices: [
            { value: `token`, text: `API token` },
            { value: `key`, text: `Key and email` },
          ],
        }),
        e === `token`
          ? A(X, {
              label: `API token`,
              type: `password`,
              name: `token`,
              autocomplete: `current-password`,
              value: n,
              onValue: r,
              hint: `The server names the file of its token when it starts; others are made in Settings.`,
            })
          : A(C, {
              children: [
                A(X, {
                  label: `Email`,
                  type: `email`,
                  name: `email`,
                  autocomplete: `username`,
                  value: i,
                  onValue: a,
                }),
                A(X, {
                  label: `API key`,
                  type: `password`,
                  name: `key`,
                  autocomplete: `current-password`,
                  value: o,
                  onValue: s,
                }),
              ],
            }),
        u !== void 0 && A(q, { error: u }),
        A(G, { kind: `primary`, type: `submit`, disabled: !p || c, children: c ? `Signing in…` : `Sign in` }),
      ],
    }),
  });
}
var ws = [
  { value: ``, text: `2 days (the server’s default)` },
  { value: `3600`, text: `1 hour` },
  { value: `86400`, text: `1 day` },
  { value: `604800`, text: `1 week` },
  { value: `2592000`, text: `30 days` },
  { value: `31536000`, text: `1 year` },
];
function Ts() {
  let e = Nr(),
    t = Xe(),
    { client: n, api: r } = R(),
    [i, a] = O(!1);
  async function o(e) {
    let i = await n.call(`${r}/images/v1/config`, { method: `PATCH`, json: e });
    (t.setQueryData(z.config, i), J(`Saved.`));
  }
  if (e.isError) return A(q, { error: e.error, onRetry: () => void e.refetch() });
  if (e.isPending) return A(Pa, {});
  let { flexible_variants: s, browser_ttl: c } = e.data,
    l = c === null ? `` : String(c),
    u = ws.some(({ value: e }) => e === l) ? ws : [...ws, { value: l, text: `${l} seconds` }];
  return A(`section`, {
    class: `stack`,
    "aria-labelledby": `delivery-settings-title`,
    children: [
      A(`h2`, { id: `delivery-settings-title`, children: `Delivery` }),
      A(`div`, {
        class: `card stack`,
        children: [
          A(oo, {
            label: `Flexible variants`,
            hint: A(C, {
              children: [
                `Options in the address take the place of a variant’s name: `,
                A(`code`, { children: `/w=400,fit=cover` }),
                `. Anybody can then ask for any size of a public image.`,
              ],
            }),
            checked: s,
            disabled: !L(`edit`),
            onChange: (e) => {
              e ? a(!0) : o({ flexible_variants: !1 }).catch(Ba);
            },
          }),
          A(ao, {
            label: `Browser cache`,
            hint: `How long browsers may keep an image without asking again. A variant may say otherwise.`,
            value: l,
            choices: u,
            disabled: !L(`edit`),
            onValue: (e) => void o({ browser_ttl: e === `` ? null : Number(e) }).catch(Ba),
          }),
        ],
      }),
      i &&
        A(Ia, {
          title: `Turn flexible variants on?`,
          action: `Turn on`,
          danger: !1,
          onClose: () => a(!1),
          onConfirm: () => o({ flexible_variants: !0 }),
          children: A(`p`, {
            children: `Anybody who knows the address of a public image can then have it made in any size and format, which costs computing and space in the cache. Private images still need a signature.`,
          }),
        }),
    ],
  });
}
var Es = [
  { value: `600`, text: `10 minutes` },
  { value: `1800`, text: `30 minutes` },
  { value: `3600`, text: `1 hour` },
  { value: `21000`, text: `almost 6 hours` },
];
function Ds() {
  let { client: e, api: t } = R(),
    [n, r] = O(``),
    [i, a] = O(``),
    [o, s] = O(``),
    [c, l] = O(`1800`),
    [u, d] = O(!1),
    [f, p] = O(),
    [m, h] = O(),
    [g, _] = O(!1),
    v = Wo(o),
    y = Vo(n);
  async function b(a) {
    if ((a.preventDefault(), `problem` in v || y !== void 0)) return;
    (_(!0), h(void 0));
    let o = new Date(Date.now() + Number(c) * 1e3).toISOString();
    try {
      let a = await e.call(`${t}/images/v2/direct_upload`, {
        method: `POST`,
        json: {
          expiry: o,
          ...(n !== `` && { id: n }),
          ...(i !== `` && { creator: i }),
          ...(Object.keys(v.value).length > 0 && { metadata: v.value }),
          ...(u && { requireSignedURLs: !0 }),
        },
      });
      (p({ ...a, expires: o }), r(``));
    } catch (e) {
      h(e);
    }
    _(!1);
  }
  return A(`section`, {
    class: `stack`,
    "aria-labelledby": `links-title`,
    children: [
      A(`div`, {
        children: [
          A(`h2`, { id: `links-title`, children: `Upload links` }),
          A(`p`, {
            class: `hint`,
            children: `Whoever has the link uploads one image with it, from a browser or a program, without a credential. It works once.`,
          }),
        ],
      }),
      A(`form`, {
        class: `card stack`,
        onSubmit: (e) => void b(e),
        children: [
          A(`div`, {
            class: `field-row`,
            children: [
              A(X, { label: `Id`, value: n, onValue: r, placeholder: `generated by the server`, error: y }),
              A(X, { label: `Creator`, value: i, onValue: a, placeholder: `none` }),
              A(ao, { label: `Works for`, value: c, choices: Es, onValue: l }),
            ],
          }),
          A(io, {
            label: `Metadata`,
            rows: 2,
            value: o,
            onValue: s,
            hint: `Optional: a JSON object, which who uploads does not see.`,
            error: `problem` in v ? v.problem : void 0,
          }),
          A(oo, { label: `Private`, hint: `Only signed addresses show the image.`, checked: u, onChange: d }),
          m !== void 0 && A(q, { error: m }),
          A(`footer`, {
            class: `actions`,
            children: A(G, {
              kind: `primary`,
              type: `submit`,
              icon: `link`,
              disabled: g || `problem` in v || y !== void 0,
              children: `Make link`,
            }),
          }),
        ],
      }),
      f &&
        A(`div`, {
          class: `card stack tight`,
          role: `status`,
          children: [
            A(`h3`, { children: [`Link for `, f.id] }),
            A(no, { text: f.uploadURL, label: `the link` }),
            A(no, { text: `curl -F file=@photo.jpg ${f.uploadURL}`, label: `the command` }),
            A(`p`, { class: `hint`, children: [`Good until `, Vr(f.expires), `, for one image.`] }),
          ],
        }),
    ],
  });
}
function Os() {
  let e = Mr(),
    t = Xe(),
    { client: n, api: r } = R(),
    [i, a] = O(``),
    [o, s] = O(new Set()),
    [c, l] = O(),
    [u, d] = O(),
    f = (e) => `${r}/images/v1/keys/${encodeURIComponent(e)}`;
  async function p(r) {
    (r.preventDefault(), d(void 0));
    try {
      if (e.data?.keys.some((e) => e.name === i)) throw Error(`There is a key ${i} already.`);
      (t.setQueryData(z.keys, await n.call(f(i), { method: `PUT` })), J(`Signing key ${i} made.`), a(``));
    } catch (e) {
      d(e);
    }
  }
  return A(`section`, {
    class: `stack`,
    "aria-labelledby": `keys-title`,
    children: [
      A(`div`, {
        children: [
          A(`h2`, { id: `keys-title`, children: `Signing keys` }),
          A(`p`, {
            class: `hint`,
            children: `An address signed with any of them opens a private image. To replace one: make another, sign with it, delete the old one.`,
          }),
        ],
      }),
      e.isError && A(q, { error: e.error, onRetry: () => void e.refetch() }),
      e.isPending && A(Pa, {}),
      e.data &&
        A(`ul`, {
          class: `rows card`,
          children: e.data.keys.map((e) =>
            A(
              `li`,
              {
                children: [
                  A(`div`, {
                    class: `row-text`,
                    children: [
                      A(`strong`, { children: e.name }),
                      A(`code`, { class: `secret`, children: o.has(e.name) ? e.value : `•`.repeat(20) }),
                    ],
                  }),
                  A(G, {
                    small: !0,
                    icon: `eye`,
                    "aria-label": `${o.has(e.name) ? `Hide` : `Show`} the value of ${e.name}`,
                    onClick: () => {
                      let t = new Set(o);
                      (t.delete(e.name) || t.add(e.name), s(t));
                    },
                    children: o.has(e.name) ? `Hide` : `Show`,
                  }),
                  A(to, { text: e.value, label: `Copy the value of ${e.name}` }),
                  A(K, { small: !0, icon: `trash`, label: `Delete ${e.name}`, onClick: () => l(e.name) }),
                ],
              },
              e.name,
            ),
          ),
        }),
      A(`form`, {
        class: `card inline-form`,
        onSubmit: (e) => void p(e),
        children: [
          A(X, {
            label: `Name of a new key`,
            value: i,
            onValue: a,
            maxLength: 20,
            pattern: `[A-Za-z0-9_\\-]+`,
            hint: `Up to 20 letters and digits.`,
          }),
          A(G, { type: `submit`, icon: `plus`, disabled: i === ``, children: `Make key` }),
        ],
      }),
      u !== void 0 && A(q, { error: u }),
      c !== void 0 &&
        A(Ia, {
          title: `Delete the key ${c}?`,
          action: `Delete key`,
          onClose: () => l(void 0),
          onConfirm: async () => {
            (t.setQueryData(z.keys, await n.call(f(c), { method: `DELETE` })),
              J(`Signing key ${c} deleted.`));
          },
          children: A(`p`, {
            children: `Every address that was signed with it stops working. Where it is the last one, a new default key is made.`,
          }),
        }),
    ],
  });
}
var ks = [
    { value: `read`, text: `read: lists, details, originals, overview` },
    { value: `edit`, text: `edit: also uploads, changes, variants, signing keys` },
    { value: `admin`, text: `admin: also tokens` },
  ],
  As = [
    { value: ``, text: `never` },
    { value: `7`, text: `in 7 days` },
    { value: `30`, text: `in 30 days` },
    { value: `90`, text: `in 90 days` },
    { value: `365`, text: `in a year` },
  ],
  js = 864e5;
function Ms() {
  let e = jr(),
    t = Xe(),
    { client: n, api: r } = R(),
    [i, a] = O(!1),
    [o, s] = O(),
    [c, l] = O(),
    [u, d] = O(),
    f = () => t.invalidateQueries({ queryKey: z.tokens });
  return A(`section`, {
    class: `stack`,
    "aria-labelledby": `tokens-title`,
    children: [
      A(`header`, {
        class: `card-header`,
        children: [
          A(`div`, {
            children: [
              A(`h2`, { id: `tokens-title`, children: `API tokens` }),
              A(`p`, {
                class: `hint`,
                children: `For programs and people that act for this account, each with what it needs and no more.`,
              }),
            ],
          }),
          A(G, { kind: `primary`, icon: `plus`, onClick: () => a(!0), children: `New token` }),
        ],
      }),
      e.isError && A(q, { error: e.error, onRetry: () => void e.refetch() }),
      e.isPending && A(Pa, {}),
      e.data?.length === 0 &&
        A(Na, {
          icon: `key`,
          title: `No tokens yet`,
          children: A(`p`, { children: `The server’s own token, from its start, is not listed here.` }),
        }),
      e.data &&
        e.data.length > 0 &&
        A(`ul`, {
          class: `rows card`,
          children: e.data.map((e) =>
            A(
              `li`,
              {
                children: [
                  A(`div`, {
                    class: `row-text`,
                    children: [
                      A(`strong`, { children: e.name }),
                      A(`span`, {
                        class: `soft`,
                        children: [
                          `made `,
                          Vr(e.issued_on),
                          ` ·`,
                          ` `,
                          e.last_used_on ? `used ${Vr(e.last_used_on)}` : `not used yet`,
                          ` ·`,
                          ` `,
                          e.expires_on ? `expires ${Vr(e.expires_on)}` : `does not expire`,
                        ],
                      }),
                    ],
                  }),
                  A(`span`, {
                    class: `row-marks`,
                    children: [
                      A(`span`, { class: `badge quiet`, children: e.scope }),
                      e.status !== `active` && A(`span`, { class: `badge bad`, children: e.status }),
                    ],
                  }),
                  A(K, {
                    small: !0,
                    icon: `retry`,
                    label: `Give ${e.name} a new secret`,
                    onClick: () => d(e),
                  }),
                  A(K, { small: !0, icon: `trash`, label: `Delete ${e.name}`, onClick: () => l(e) }),
                ],
              },
              e.id,
            ),
          ),
        }),
      i &&
        A(Ns, {
          onClose: () => a(!1),
          onMade: (e) => {
            (a(!1), s(e), f());
          },
        }),
      o && A(Ps, { ...o, onClose: () => s(void 0) }),
      u &&
        A(Ia, {
          title: `Give ${u.name} a new secret?`,
          action: `Replace secret`,
          onClose: () => d(void 0),
          onConfirm: async () => {
            let e = await n.call(`${r}/tokens/${u.id}/value`, { method: `PUT`, json: {} });
            (s({ name: u.name, value: e }), await f());
          },
          children: A(`p`, { children: `What uses the old secret is refused from then on.` }),
        }),
      c &&
        A(Ia, {
          title: `Delete ${c.name}?`,
          action: `Delete token`,
          onClose: () => l(void 0),
          onConfirm: async () => {
            (await n.call(`${r}/tokens/${c.id}`, { method: `DELETE` }),
              await f(),
              J(`Token ${c.name} deleted.`));
          },
          children: A(`p`, { children: `What uses it is refused from then on.` }),
        }),
    ],
  });
}
function Ns({ onMade: e, onClose: t }) {
  let { client: n, api: r } = R(),
    [i, a] = O(``),
    [o, s] = O(`read`),
    [c, l] = O(`90`),
    [u, d] = O(!1),
    [f, p] = O();
  async function m(t) {
    (t.preventDefault(), d(!0), p(void 0));
    try {
      let t = c === `` ? void 0 : new Date(Date.now() + Number(c) * js).toISOString().replace(/\.\d+/, ``);
      e(
        await n.call(`${r}/tokens`, {
          method: `POST`,
          json: { name: i, scope: o, ...(t !== void 0 && { expires_on: t }) },
        }),
      );
    } catch (e) {
      (p(e), d(!1));
    }
  }
  return A(Fa, {
    title: `New token`,
    onClose: t,
    children: A(`form`, {
      class: `stack`,
      onSubmit: (e) => void m(e),
      children: [
        A(X, { label: `Name`, value: i, onValue: a, placeholder: `website build`, required: !0 }),
        A(ao, { label: `Scope`, value: o, choices: ks, onValue: s }),
        A(ao, { label: `Expires`, value: c, choices: As, onValue: l }),
        f !== void 0 && A(q, { error: f }),
        A(`footer`, {
          class: `actions`,
          children: [
            A(G, { onClick: t, children: `Cancel` }),
            A(G, { kind: `primary`, type: `submit`, disabled: u || i.trim() === ``, children: `Make token` }),
          ],
        }),
      ],
    }),
  });
}
function Ps({ name: e, value: t, onClose: n }) {
  return A(Fa, {
    title: `Secret of ${e}`,
    onClose: n,
    children: [
      A(`p`, { children: `Copy it now: it is shown this once, and the server keeps only its hash.` }),
      A(no, { text: t, label: `the secret` }),
      A(`footer`, {
        class: `actions`,
        children: A(G, { kind: `primary`, onClick: n, children: `I have it` }),
      }),
    ],
  });
}
var Fs = [
  { name: `tokens`, text: `API tokens`, scope: `admin`, content: () => A(Ms, {}) },
  { name: `keys`, text: `Signing keys`, scope: `edit`, content: () => A(Os, {}) },
  { name: `delivery`, text: `Delivery`, scope: `read`, content: () => A(Ts, {}) },
  { name: `uploads`, text: `Upload links`, scope: `edit`, content: () => A(Ds, {}) },
];
function Is({ tab: e }) {
  let t = Fs.find(({ name: t }) => t === e) ?? Fs.find(({ scope: e }) => L(e));
  return A(Z, {
    title: `Settings`,
    children: [
      A(`nav`, {
        class: `tabs`,
        "aria-label": `Settings`,
        children: Fs.map(({ name: e, text: n }) =>
          A(
            `a`,
            { href: Y([`settings`, e]), "aria-current": e === t.name ? `page` : void 0, children: n },
            e,
          ),
        ),
      }),
      L(t.scope)
        ? t.content()
        : A(Na, {
            icon: `lock`,
            title: `Not with this credential`,
            children: A(`p`, { children: [t.text, ` need a token with the scope `, t.scope, `.`] }),
          }),
    ],
  });
}
function Ls(
  { client: e, api: t },
  { file: n, id: r, creator: i, metadata: a, requireSignedURLs: o },
  { signal: s, onProgress: c },
) {
  let l = new FormData();
  return (
    r !== `` && l.set(`id`, r),
    i !== `` && l.set(`creator`, i),
    Object.keys(a).length > 0 && l.set(`metadata`, JSON.stringify(a)),
    o && l.set(`requireSignedURLs`, `true`),
    l.set(`file`, n, n.name),
    new Promise((n, r) => {
      let i = new XMLHttpRequest();
      i.open(`POST`, `/client/v4/${t}/images/v1`);
      for (let [t, n] of Object.entries(e.headers)) i.setRequestHeader(t, n);
      (i.upload.addEventListener(`progress`, ({ loaded: e, total: t }) => c(t > 0 ? e / t : 0)),
        i.addEventListener(`load`, () => {
          i.status === 200
            ? n(JSON.parse(i.responseText).result)
            : r(or(i.status, i.getResponseHeader(`retry-after`), i.responseText));
        }),
        i.addEventListener(`error`, () =>
          r(new ir(`The connection was lost. Try again.`, { code: 0, status: 0, retryAfter: void 0 })),
        ),
        i.addEventListener(`abort`, () => r(new DOMException(`The upload was cancelled.`, `AbortError`))),
        s.addEventListener(`abort`, () => i.abort()),
        s.aborted ? i.abort() : i.send(l));
    })
  );
}
var Rs = 3,
  zs = 5,
  $ = Pn([]),
  Bs = zn(() => {
    let e = $.value.filter(({ state: e }) => e === `queued` || e === `sending` || e === `done`);
    return {
      bytes: e.reduce((e, { file: t }) => e + t.size, 0),
      sent: e.reduce((e, { file: t, progress: n, state: r }) => e + t.size * (r === `done` ? 1 : n), 0),
      count: e.length,
      done: e.filter(({ state: e }) => e === `done`).length,
    };
  }),
  Vs = () => {},
  Hs = new Map(),
  Us = 0;
function Ws(e) {
  Vs = e;
}
function Gs(e) {
  let t = e.map(({ problem: e, ...t }) => {
    Us += 1;
    let n = { ...t, key: Us, progress: 0 };
    return e === void 0 ? { ...n, state: `ready` } : { ...n, state: `failed`, problem: e };
  });
  $.value = [...$.value, ...t];
}
function Ks(e, t) {
  $.value = $.value.map((n) => (n.key === e ? { ...n, ...t } : n));
}
function qs() {
  (($.value = $.value.map((e) => (e.state === `ready` ? { ...e, state: `queued`, progress: 0 } : e))), ec());
}
function Js(e) {
  (($.value = $.value.map((t) => {
    if (t.key !== e) return t;
    let { problem: n, taken: r, ...i } = t;
    return { ...i, state: `queued`, progress: 0 };
  })),
    ec());
}
function Ys(e) {
  (Hs.get(e)?.abort(),
    $.value.find((t) => t.key === e)?.state === `queued` && Ks(e, { state: `cancelled`, progress: 0 }));
}
function Xs(e) {
  (Hs.get(e)?.abort(), ($.value = $.value.filter((t) => t.key !== e)));
}
function Zs() {
  for (let { key: e, state: t } of $.value) (t === `queued` || t === `sending`) && Ys(e);
}
function Qs() {
  $.value = $.value.filter(({ state: e }) => e !== `done` && e !== `cancelled`);
}
function $s() {
  for (let e of Hs.values()) e.abort();
  $.value = [];
}
function ec() {
  let e = I.value;
  if (e !== void 0)
    for (let t of $.value) {
      if (Hs.size >= Rs) return;
      t.state === `queued` && !Hs.has(t.key) && tc(e, t);
    }
}
async function tc(e, t) {
  let { key: n } = t,
    r = new AbortController();
  (Hs.set(n, r), Ks(n, { state: `sending` }));
  try {
    (Ks(n, { state: `done`, progress: 1, uploadedAs: (await nc(e, t, r.signal)).id }), Vs());
  } catch (e) {
    r.signal.aborted
      ? Ks(n, { state: `cancelled`, progress: 0 })
      : Ks(n, { state: `failed`, progress: 0, ...rc(e, t) });
  } finally {
    (Hs.delete(n), ec());
  }
}
async function nc(e, t, n) {
  for (let r = 0; ; r++)
    try {
      return await Ls(e, t, { signal: n, onProgress: (e) => Ks(t.key, { progress: e }) });
    } catch (e) {
      let t = e instanceof ir && e.status === 503 ? e.retryAfter : void 0;
      if (t === void 0 || r >= zs) throw e;
      await ic(t * 1e3, n);
    }
}
function rc(e, { id: t }) {
  return e instanceof ir && e.status === 409
    ? {
        problem: `There is an image with the id ${t} already. Choose another id, or delete that image first.`,
        taken: !0,
      }
    : { problem: e instanceof Error ? e.message : String(e) };
}
function ic(e, t) {
  return new Promise((n, r) => {
    let i = setTimeout(n, e);
    t.addEventListener(`abort`, () => {
      (clearTimeout(i), r(new DOMException(`The upload was cancelled.`, `AbortError`)));
    });
  });
}
var ac = [
  { icon: `images`, text: `Images`, segments: [], holds: [``, `images`] },
  { icon: `upload`, text: `Upload`, segments: [`upload`], holds: [`upload`] },
  { icon: `variants`, text: `Variants`, segments: [`variants`], holds: [`variants`, `new-variant`] },
  { icon: `overview`, text: `Overview`, segments: [`overview`], holds: [`overview`] },
  { icon: `settings`, text: `Settings`, segments: [`settings`], holds: [`settings`] },
];
function oc({ children: e }) {
  let t = Ya.value.segments[0] ?? ``,
    n = $.value.filter(({ state: e }) => e === `queued` || e === `sending`).length;
  return A(`div`, {
    class: `shell`,
    children: [
      A(`a`, { class: `skip`, href: `#main`, children: `Skip to the page` }),
      A(`header`, {
        class: `side`,
        children: [
          A(`a`, { class: `brand`, href: Y([]), children: `Darkroom` }),
          A(`nav`, {
            "aria-label": `Pages`,
            children: ac
              .filter(({ icon: e }) => e !== `upload` || L(`edit`))
              .map(({ icon: e, text: r, segments: i, holds: a }) =>
                A(
                  `a`,
                  {
                    href: Y(i),
                    "aria-current": a.includes(t) ? `page` : void 0,
                    children: [
                      A(W, { name: e }),
                      A(`span`, { children: r }),
                      e === `upload` && n > 0 && A(`b`, { class: `badge`, children: n }),
                    ],
                  },
                  r,
                ),
              ),
          }),
          A(cc, {}),
        ],
      }),
      e,
    ],
  });
}
var sc = { read: `Read only`, edit: `May edit`, admin: `Administrator` };
function cc() {
  let { facts: e, credential: t } = R(),
    n = Fr(e.operator).data ?? [];
  return A(`div`, {
    class: `account`,
    children: [
      n.length > 1
        ? A(`select`, {
            "aria-label": `Account`,
            value: e.account.id,
            onChange: (e) => {
              (Xa(Y([])), fr(t, e.currentTarget.value).catch(Ba));
            },
            children: n.map(({ id: e, name: t }) => A(`option`, { value: e, children: t }, e)),
          })
        : A(`span`, { class: `account-name`, title: e.account.id, children: e.account.id }),
      A(`span`, { class: `soft`, children: sc[e.scope] }),
      A(G, {
        kind: `quiet`,
        small: !0,
        icon: `out`,
        onClick: () => hr(`You are signed out.`),
        children: `Sign out`,
      }),
    ],
  });
}
function lc(e) {
  return Array.from(e ?? [], (e) => ({ file: e, path: e.webkitRelativePath || e.name }));
}
function uc(e) {
  let t = [...e.items].filter(({ kind: e }) => e === `file`).map((e) => e.webkitGetAsEntry());
  return t.every((e) => e === null)
    ? Promise.resolve([...e.files].map((e) => ({ file: e, path: e.name })))
    : Promise.all(t.filter((e) => e !== null).map(dc)).then((e) => e.flat());
}
async function dc(e) {
  let t = e.fullPath.replace(/^\//, ``);
  if (e.isFile) {
    let n = await new Promise((t, n) => e.file(t, n));
    return fc(n.name) ? [] : [{ file: n, path: t }];
  }
  let n = e.createReader(),
    r = [];
  for (;;) {
    let e = await new Promise((e, t) => n.readEntries(e, t));
    if (e.length === 0) return r;
    for (let t of e) r.push(...(await dc(t)));
  }
}
function fc(e) {
  return e.startsWith(`.`) || e === `Thumbs.db`;
}
var pc = Pn({ idRule: `generated`, prefix: ``, creator: ``, metadata: ``, requireSignedURLs: !1 });
function mc(e) {
  if (e.length === 0) {
    J(`There was no file in that.`, `bad`);
    return;
  }
  let { limits: t } = R().facts,
    { idRule: n, prefix: r, creator: i, metadata: a, requireSignedURLs: o } = pc.value,
    s = Wo(a);
  (Gs(
    e.map((e) => {
      let a = zo(e, n, r);
      return {
        file: e.file,
        id: a,
        creator: i,
        metadata: `value` in s ? s.value : {},
        requireSignedURLs: o,
        problem: Bo(e.file, t) ?? Vo(a),
      };
    }),
  ),
    Xa(Y([`upload`])));
}
function hc() {
  let [e, t] = O(!1);
  return (
    k(() => {
      if (!L(`edit`)) return;
      let e = 0,
        n = (e) => e.dataTransfer?.types.includes(`Files`) ?? !1,
        r = (n) => {
          ((e = Math.max(0, e + n)), t(e > 0));
        },
        i = Object.entries({
          dragenter: (e) => n(e) && r(1),
          dragleave: (e) => n(e) && r(-1),
          dragover: (e) => n(e) && e.preventDefault(),
          drop(t) {
            n(t) && (t.preventDefault(), r(-e), uc(t.dataTransfer).then(mc).catch(Ba));
          },
          paste(e) {
            (e.target instanceof Element && e.target.closest(`input, textarea`) !== null) ||
              (e.clipboardData?.files.length ?? 0) === 0 ||
              (e.preventDefault(), uc(e.clipboardData).then(mc).catch(Ba));
          },
        });
      for (let [e, t] of i) addEventListener(e, t);
      return () => {
        for (let [e, t] of i) removeEventListener(e, t);
      };
    }, []),
    e
      ? A(`div`, {
          class: `drop-over`,
          "aria-hidden": `true`,
          children: A(`div`, { children: [A(W, { name: `upload` }), `Drop to upload`] }),
        })
      : null
  );
}
var gc = {
  ready: { text: `Ready`, icon: void 0 },
  queued: { text: `Waiting`, icon: void 0 },
  sending: { text: `Sending`, icon: void 0 },
  done: { text: `Uploaded`, icon: `check` },
  failed: { text: `Failed`, icon: `alert` },
  cancelled: { text: `Cancelled`, icon: void 0 },
};
function _c({ upload: e }) {
  let { key: t, file: n, id: r, state: i, progress: a, problem: o, taken: s, uploadedAs: c } = e,
    l = i === `ready` || i === `failed` || i === `cancelled`,
    u = l ? Vo(r) : void 0;
  return A(`li`, {
    class: `upload-row ${i}`,
    children: [
      A(vc, { file: n }),
      A(`div`, {
        class: `upload-what`,
        children: [
          A(`p`, { class: `upload-name`, title: n.name, children: n.name }),
          A(`p`, {
            class: `soft`,
            children: [B(n.size), e.requireSignedURLs && ` · private`, e.creator !== `` && ` · ${e.creator}`],
          }),
          l &&
            A(`input`, {
              type: `text`,
              class: `small`,
              "aria-label": `Id of ${n.name}`,
              placeholder: `id: generated by the server`,
              spellcheck: !1,
              value: r,
              onInput: (e) => Ks(t, { id: e.currentTarget.value }),
            }),
          (o ?? u) !== void 0 &&
            A(`p`, {
              class: `field-error`,
              role: `alert`,
              children: [
                o ?? u,
                ` `,
                s && A(`a`, { href: Y([`images`, ...r.split(`/`)]), children: `Show that image` }),
              ],
            }),
          i === `sending` &&
            A(`progress`, { "aria-label": `Upload of ${n.name}`, max: 1, value: a, children: Hr(a) }),
        ],
      }),
      A(`p`, {
        class: `upload-state`,
        children: [
          gc[i].icon && A(W, { name: gc[i].icon }),
          i === `sending` ? (a < 1 ? Hr(a) : `Processing`) : gc[i].text,
        ],
      }),
      A(`div`, {
        class: `upload-actions`,
        children: [
          i === `done` &&
            c !== void 0 &&
            A(`a`, { class: `button small`, href: Y([`images`, ...c.split(`/`)]), children: `Open` }),
          (i === `queued` || i === `sending`) &&
            A(G, { small: !0, onClick: () => Ys(t), "aria-label": `Cancel ${n.name}`, children: `Cancel` }),
          (i === `failed` || i === `cancelled`) &&
            A(G, {
              small: !0,
              icon: `retry`,
              disabled: u !== void 0,
              onClick: () => Js(t),
              "aria-label": `Retry ${n.name}`,
              children: `Retry`,
            }),
          l && A(K, { small: !0, icon: `close`, label: `Remove ${n.name}`, onClick: () => Xs(t) }),
        ],
      }),
    ],
  });
}
function vc({ file: e }) {
  let [t, n] = O(),
    [r, i] = O(!1);
  return (
    k(() => {
      let t = URL.createObjectURL(e);
      return (n(t), () => URL.revokeObjectURL(t));
    }, [e]),
    A(`span`, {
      class: `upload-picture`,
      children:
        t !== void 0 && !r
          ? A(`img`, { src: t, alt: ``, loading: `lazy`, onError: () => i(!0) })
          : A(W, { name: `images` }),
    })
  );
}
function yc() {
  if (!L(`edit`))
    return A(Z, {
      title: `Upload`,
      children: A(Na, {
        icon: `lock`,
        title: `This credential may only read`,
        children: A(`p`, { children: `Uploading needs a token with the scope edit.` }),
      }),
    });
  let e = $.value,
    t = (t) => e.filter((e) => e.state === t).length,
    n = t(`ready`),
    r = t(`queued`) + t(`sending`),
    i = e.filter(({ state: e, taken: t }) => e === `failed` && t !== !0),
    a = t(`done`) + t(`cancelled`);
  return A(Z, {
    title: `Upload`,
    children: A(`div`, {
      class: `upload-layout`,
      children: [
        A(`div`, {
          class: `stack`,
          children: [
            A(bc, {}),
            e.length > 0 &&
              A(`section`, {
                class: `stack tight`,
                "aria-label": `Files`,
                children: [
                  A(xc, {}),
                  A(`div`, {
                    class: `toolbar`,
                    children: [
                      A(G, {
                        kind: `primary`,
                        icon: `upload`,
                        disabled: n === 0,
                        onClick: qs,
                        children: n === 0 ? `Upload` : `Upload ${H(n, `file`)}`,
                      }),
                      r > 0 && A(G, { onClick: Zs, children: [`Cancel `, H(r, `upload`)] }),
                      i.length > 0 &&
                        A(G, {
                          icon: `retry`,
                          onClick: () => i.forEach(({ key: e }) => Js(e)),
                          children: [`Retry `, i.length, ` failed`],
                        }),
                      A(`span`, { class: `spacer` }),
                      a > 0 && A(G, { kind: `quiet`, onClick: Qs, children: `Clear finished` }),
                      t(`done`) > 0 &&
                        A(Aa, { kind: `quiet`, icon: `images`, href: Y([]), children: `Show images` }),
                    ],
                  }),
                  A(`ul`, { class: `upload-list`, children: e.map((e) => A(_c, { upload: e }, e.key)) }),
                ],
              }),
          ],
        }),
        A(Cc, {}),
      ],
    }),
  });
}
function bc() {
  let e = Ie(null),
    t = Ie(null),
    n = (e) => {
      (mc(lc(e.currentTarget.files)), (e.currentTarget.value = ``));
    };
  return A(`div`, {
    class: `chooser`,
    children: [
      A(W, { name: `upload` }),
      A(`p`, { children: A(`strong`, { children: `Drop files or folders here, or paste a picture.` }) }),
      A(`div`, {
        class: `toolbar`,
        children: [
          A(G, { onClick: () => e.current.click(), children: `Choose files` }),
          A(G, { icon: `folder`, onClick: () => t.current.click(), children: `Choose a folder` }),
        ],
      }),
      A(`input`, {
        ref: e,
        type: `file`,
        multiple: !0,
        accept: `image/*`,
        hidden: !0,
        "aria-label": `Files`,
        onChange: n,
      }),
      A(`input`, {
        ref: t,
        type: `file`,
        hidden: !0,
        "aria-label": `Folder`,
        webkitdirectory: !0,
        onChange: n,
      }),
      Ho(R().facts.limits).map((e) => A(`p`, { class: `hint`, children: e }, e)),
    ],
  });
}
function xc() {
  let { bytes: e, sent: t, count: n, done: r } = Bs.value;
  if (n === 0) return null;
  let i = e === 0 ? 1 : t / e;
  return A(`div`, {
    class: `total`,
    children: [
      A(`p`, {
        children: [
          A(`strong`, { children: [r, ` of `, H(n, `file`)] }),
          A(`span`, { class: `soft`, children: [B(t), ` of `, B(e), ` · `, Hr(i)] }),
        ],
      }),
      A(`progress`, { "aria-label": `All files`, max: 1, value: i }),
    ],
  });
}
var Sc = Object.entries(Ro).map(([e, t]) => ({ value: e, text: t }));
function Cc() {
  let { idRule: e, prefix: t, creator: n, metadata: r, requireSignedURLs: i } = pc.value,
    a = (e) => {
      pc.value = { ...pc.value, ...e };
    },
    o = Wo(r);
  return A(`section`, {
    class: `card stack`,
    "aria-labelledby": `defaults-title`,
    children: [
      A(`h2`, { id: `defaults-title`, children: `For the files you add next` }),
      A(ao, {
        label: `Id`,
        value: e,
        choices: Sc,
        onValue: (e) => a({ idRule: e }),
        hint: `The id is part of the image’s address. It can be edited in the list before sending.`,
      }),
      e !== `generated` &&
        A(X, {
          label: `Before the id`,
          placeholder: `2026/summer/`,
          value: t,
          onValue: (e) => a({ prefix: e }),
        }),
      A(X, {
        label: `Creator`,
        value: n,
        onValue: (e) => a({ creator: e }),
        hint: `Optional: whose image it is. Lists can be filtered by it.`,
      }),
      A(io, {
        label: `Metadata`,
        value: r,
        onValue: (e) => a({ metadata: e }),
        rows: 3,
        hint: `Optional: a JSON object of at most 1,024 bytes.`,
        error: `problem` in o ? o.problem : void 0,
      }),
      A(oo, {
        label: `Private`,
        hint: `Only signed addresses show the image.`,
        checked: i,
        onChange: (e) => a({ requireSignedURLs: e }),
      }),
    ],
  });
}
function wc(e) {
  try {
    Ji(e);
    return;
  } catch (e) {
    return e instanceof Error ? e.message : String(e);
  }
}
var Tc = Object.entries(zi)
  .filter(([, e]) => e.built)
  .map(([e, t]) => [e, t, Ec(t.kind.schema)]);
function Ec(e) {
  let t = e.anyOf ?? [e],
    n = t.find(({ type: e }) => e === `integer` || e === `number`);
  if (n !== void 0) {
    let { minimum: e = 0, maximum: t = 65535 } = n;
    return { as: `number`, least: e, most: t, step: n.type === `integer` ? 1 : 0.05 };
  }
  return e.enum === void 0
    ? t.some(({ type: e }) => e === `object`)
      ? { as: `point` }
      : { as: `colour` }
    : { as: `choice`, values: e.enum.map(String) };
}
var Dc = 200;
function Oc({ options: e, onOptions: t, disabled: n = !1 }) {
  let r = (n, r) => {
      let { [n]: i, ...a } = e;
      t(r === void 0 ? a : { ...a, [n]: r });
    },
    i = Tc.filter(([e]) => e === `width` || e === `height`).toReversed(),
    a = Tc.filter(([e]) => e !== `width` && e !== `height`);
  return A(`fieldset`, {
    class: `option-form`,
    disabled: n,
    children: [
      A(`legend`, { class: `unseen`, children: `Options` }),
      A(`div`, { class: `field-row`, children: i.map(([e, t, n]) => o(e, t, n)) }),
      a.map(([e, t, n]) => o(e, t, n)),
    ],
  });
  function o(t, n, i) {
    return A(kc, { name: t, row: n, control: i, value: e[t], onValue: (e) => r(t, e) }, t);
  }
}
function kc({ name: e, row: t, control: n, value: r, onValue: i }) {
  let a = t.default === void 0 ? void 0 : t.kind.toText(t.default),
    o = t.doc.replaceAll("`", ``);
  switch (n.as) {
    case `number`:
      return A(Ac, { name: e, hint: o, control: n, fallback: a, value: r, onValue: i });
    case `choice`:
      return A(ao, {
        label: e,
        hint: o,
        value: typeof r == `string` ? r : (a ?? ``),
        choices: n.values.map((e) => ({ value: e, text: e })),
        onValue: (e) => i(e === a ? void 0 : e),
      });
    case `point`:
      return A(Nc, { name: e, hint: o, value: r, onValue: i });
    case `colour`:
      return A(Pc, { name: e, hint: o, value: r, onValue: i });
  }
}
function Ac({
  name: e,
  hint: t,
  control: { least: n, most: r, step: i },
  fallback: a,
  value: o,
  onValue: s,
}) {
  let c = (r - n) / i <= Dc,
    l = typeof o == `number` ? String(o) : ``,
    u = (e) => s(e === `` ? void 0 : Number(e));
  return A(ro, {
    label: e,
    hint: t,
    children: (t) =>
      A(`div`, {
        class: `number-control`,
        children: [
          c &&
            A(`input`, {
              type: `range`,
              "aria-label": `${e}, slider`,
              min: n,
              max: r,
              step: i,
              value: l === `` ? (a ?? String(n)) : l,
              onInput: (e) => u(e.currentTarget.value),
            }),
          A(`input`, {
            type: `number`,
            inputMode: `decimal`,
            ...t,
            min: n,
            max: r,
            step: i === 1 ? 1 : `any`,
            placeholder: a ?? `any`,
            value: l,
            onInput: (e) => u(e.currentTarget.value),
          }),
        ],
      }),
  });
}
var jc = { center: [0.5, 0.5], left: [0, 0.5], right: [1, 0.5], top: [0.5, 0], bottom: [0.5, 1] };
function Mc(e) {
  if (typeof e == `object` && e) {
    let { x: t = 0.5, y: n = 0.5 } = e;
    return { x: t, y: n };
  }
  let [t, n] = jc[e] ?? jc.center;
  return { x: t, y: n };
}
function Nc({ name: e, hint: t, value: n, onValue: r }) {
  let { x: i, y: a } = Mc(n),
    o = Object.entries(jc).find(([, e]) => e[0] === i && e[1] === a)?.[0],
    s = [...Object.keys(jc), ...(o === void 0 ? [`point`] : [])];
  return A(ao, {
    label: e,
    hint: `${t} Click the picture to choose a point.`,
    value: o ?? `point`,
    choices: s.map((e) => ({ value: e, text: e === `point` ? `${i.toFixed(2)} × ${a.toFixed(2)}` : e })),
    onValue: (e) => {
      let t = jc[e];
      t !== void 0 && r(e === `center` ? void 0 : { x: t[0], y: t[1] });
    },
  });
}
function Pc({ name: e, hint: t, value: n, onValue: r }) {
  let i = typeof n == `string` ? n : ``;
  return A(ro, {
    label: e,
    hint: t,
    children: (t) =>
      A(`div`, {
        class: `number-control`,
        children: [
          A(`input`, {
            type: `color`,
            "aria-label": `${e}, picker`,
            value: /^#[0-9a-f]{6}$/i.test(i) ? i : `#ffffff`,
            onInput: (e) => r(e.currentTarget.value),
          }),
          A(`input`, {
            type: `text`,
            spellcheck: !1,
            ...t,
            placeholder: `none`,
            value: i,
            onInput: (e) => r(e.currentTarget.value === `` ? void 0 : e.currentTarget.value),
          }),
        ],
      }),
  });
}
function Fc({ before: e, after: t, alt: n }) {
  let r = Ga(e),
    i = Ga(t),
    [a, o] = O(50);
  if (r.state === `failed`) return A(q, { error: r.error });
  if (i.state === `failed`) return A(q, { error: i.error });
  let s = r.state === `shown` && i.state === `shown`;
  return A(`div`, {
    class: `stack tight`,
    children: [
      A(`div`, {
        class: `compare`,
        children:
          s &&
          A(C, {
            children: [
              A(`img`, { src: i.delivered.url, alt: `${n} with these options`, draggable: !1 }),
              A(`img`, {
                class: `compare-before`,
                src: r.delivered.url,
                alt: `${n} in quality 100`,
                draggable: !1,
                style: { clipPath: `inset(0 ${100 - a}% 0 0)` },
              }),
              A(`span`, { class: `compare-line`, style: { left: `${a}%` } }),
              A(`input`, {
                type: `range`,
                min: 0,
                max: 100,
                value: a,
                "aria-label": `Share of the picture that shows quality 100`,
                onInput: (e) => o(Number(e.currentTarget.value)),
              }),
            ],
          }),
      }),
      s &&
        A(`p`, {
          class: `compare-facts`,
          children: [
            A(`span`, { children: [`Quality 100: `, B(r.delivered.bytes)] }),
            A(`span`, {
              children: [
                `These options: `,
                B(i.delivered.bytes),
                `, `,
                Ur(r.delivered.bytes, i.delivered.bytes),
              ],
            }),
          ],
        }),
    ],
  });
}
var Ic = 0.02;
function Lc({ image: e, options: t, onOptions: n }) {
  let r = Ga(ba(e.id, `preview`)),
    { x: i, y: a } = Mc(t.gravity),
    o = Rc.has(String(t.fit ?? ``));
  function s(e, r) {
    let i = (e) => Math.round(Math.max(0, Math.min(1, e)) * 100) / 100;
    n?.({ ...t, gravity: { x: i(e), y: i(r) } });
  }
  function c(e) {
    let t = { ArrowRight: [Ic, 0], ArrowLeft: [-0.02, 0], ArrowDown: [0, Ic], ArrowUp: [0, -0.02] }[e.key];
    t !== void 0 && (e.preventDefault(), s(i + t[0], a + t[1]));
  }
  return A(C, {
    children: [
      A(`div`, {
        class: `focal-frame`,
        children: A(`button`, {
          type: `button`,
          class: `focal`,
          disabled: n === void 0,
          "aria-label": `Focal point: ${Math.round(i * 100)}% from the left, ${Math.round(a * 100)}% from the top. Arrow keys move it.`,
          onKeyDown: c,
          onClick: (e) => {
            if (e.detail === 0) return;
            let t = e.currentTarget.getBoundingClientRect();
            s((e.clientX - t.left) / t.width, (e.clientY - t.top) / t.height);
          },
          children: [
            r.state === `shown` && A(`img`, { src: r.delivered.url, alt: ``, draggable: !1 }),
            A(`span`, { class: `focal-mark`, style: { left: `${i * 100}%`, top: `${a * 100}%` } }),
          ],
        }),
      }),
      A(`p`, {
        class: `hint`,
        children: o
          ? `Click what must stay in the picture when it is cropped.`
          : `Click what must stay in the picture. It takes effect with the fits cover, crop and aspect-crop.`,
      }),
    ],
  });
}
var Rc = new Set([`cover`, `crop`, `aspect-crop`]),
  zc = 60;
function Bc({ image: e, images: t, onImage: n }) {
  let [r, i] = O(!1),
    [a, o] = O(``),
    s = t.filter(({ id: e, filename: t }) => `${e} ${t}`.toLowerCase().includes(a.toLowerCase()));
  return A(C, {
    children: [
      A(G, {
        small: !0,
        icon: `images`,
        onClick: () => i(!0),
        title: e.id,
        children: A(`span`, { class: `clipped`, children: e.id }),
      }),
      r &&
        A(Fa, {
          title: `Try it on`,
          onClose: () => i(!1),
          children: [
            A(`input`, {
              type: `search`,
              "aria-label": `Search the newest images`,
              placeholder: `Search the newest images`,
              value: a,
              onInput: (e) => o(e.currentTarget.value),
            }),
            A(`ul`, {
              class: `choice-grid`,
              children: s.slice(0, zc).map((t) =>
                A(
                  `li`,
                  {
                    children: A(`button`, {
                      type: `button`,
                      "aria-label": t.id,
                      "aria-pressed": t.id === e.id,
                      onClick: () => {
                        (n(t), i(!1));
                      },
                      children: A(Ka, { path: ba(t.id, `thumbnail`), alt: `` }),
                    }),
                  },
                  t.id,
                ),
              ),
            }),
          ],
        }),
    ],
  });
}
var Vc = [30, 50, 70, 85, 95];
function Hc({ id: e, options: t }) {
  let [n, r] = O(!1),
    [i, a] = O([]),
    [o, s] = O(),
    c = JSON.stringify({ ...t, quality: void 0 });
  return (
    k(() => {
      if ((a([]), s(void 0), !n)) return;
      let t = new AbortController(),
        r = JSON.parse(c);
      for (let n of Vc)
        ko(xa(e, { ...r, quality: n }), {}, t.signal).then(
          ({ bytes: e }) => {
            t.signal.aborted ||
              a((t) => [...t, { quality: n, bytes: e }].sort((e, t) => e.quality - t.quality));
          },
          (e) => !t.signal.aborted && s(e),
        );
      return () => t.abort();
    }, [n, e, c]),
    n
      ? o === void 0
        ? A(hs, {
            label: `Bytes by quality`,
            rows: Vc.map((e) => {
              let t = i.find((t) => t.quality === e);
              return { name: `quality ${e}`, value: t?.bytes ?? 0, text: t === void 0 ? `…` : B(t.bytes) };
            }),
          })
        : A(q, { error: o })
      : A(`div`, {
          children: A(G, {
            small: !0,
            icon: `overview`,
            onClick: () => r(!0),
            children: `Compare qualities`,
          }),
        })
  );
}
var Uc = 10;
function Wc({ image: e, options: t, onOptions: n, picture: r }) {
  let i = Ie(null),
    { width: a, height: o } = e.original,
    s = typeof t.width == `number` ? t.width : a,
    c = typeof t.height == `number` ? t.height : o,
    [l, u] = O(),
    d = i.current?.clientWidth ?? 640,
    f = i.current?.clientHeight ?? 420,
    p = Math.min(d / Math.max(s, 1), f / Math.max(c, 1), 1) * 0.94,
    m = l ?? p;
  function h(e, r) {
    let i = (e) => Math.max(1, Math.min(12e3, Math.round(e)));
    n?.({ ...t, width: i(e), height: i(r) });
  }
  function g(e) {
    let t = e.currentTarget;
    (t.setPointerCapture(e.pointerId), u(m));
    let n = { x: e.clientX, y: e.clientY },
      r = ({ clientX: e, clientY: t, shiftKey: r }) => {
        let i = s + (e - n.x) / m;
        h(i, r ? (c / s) * i : c + (t - n.y) / m);
      };
    (t.addEventListener(`pointermove`, r),
      t.addEventListener(
        `lostpointercapture`,
        () => {
          (t.removeEventListener(`pointermove`, r), u(void 0));
        },
        { once: !0 },
      ));
  }
  function _(e) {
    let t = e.shiftKey ? 100 : Uc,
      n = { ArrowRight: [t, 0], ArrowLeft: [-t, 0], ArrowDown: [0, t], ArrowUp: [0, -t] }[e.key];
    n !== void 0 && (e.preventDefault(), h(s + n[0], c + n[1]));
  }
  return A(`div`, {
    class: `size-frame`,
    ref: i,
    children: A(`div`, {
      class: `size-box`,
      style: { width: `${s * m}px`, height: `${c * m}px` },
      children: [
        r.state === `shown` &&
          A(`img`, { src: r.delivered.url, alt: `${e.id} with these options`, draggable: !1 }),
        A(`span`, { class: `size-label`, children: [s, ` × `, c] }),
        n &&
          A(`button`, {
            type: `button`,
            class: `size-handle`,
            "aria-label": `Size of the box: ${s} by ${c} pixels. Arrow keys change it.`,
            onPointerDown: g,
            onKeyDown: _,
          }),
      ],
    }),
  });
}
var Gc = 200,
  Kc = [
    { value: `result`, text: `Size` },
    { value: `point`, text: `Focal point` },
    { value: `compare`, text: `Before and after` },
  ],
  qc = { search: ``, creator: void 0, meta: [], order: `desc` };
function Jc({ options: e, onOptions: t }) {
  let n = Dr(qc),
    [r, i] = O(),
    [a, o] = O(`result`),
    s = r ?? n.data?.pages[0]?.images[0];
  return n.isError
    ? A(q, { error: n.error, onRetry: () => void n.refetch() })
    : s === void 0
      ? A(`section`, {
          class: `card variant-preview`,
          children:
            n.isSuccess &&
            A(Na, {
              icon: `images`,
              title: `No image to try it on`,
              children: A(`p`, { children: `Upload one, and the variant is shown here as it is delivered.` }),
            }),
        })
      : A(`section`, {
          class: `card variant-preview`,
          "aria-label": `Preview`,
          children: [
            A(`header`, {
              class: `card-header`,
              children: [
                A(so, { label: `View`, value: a, choices: Kc, onValue: o }),
                A(Bc, { image: s, images: n.data?.pages[0]?.images ?? [], onImage: i }),
              ],
            }),
            a === `point`
              ? A(Lc, { image: s, options: e, onOptions: t })
              : A(Yc, { image: s, options: e, onOptions: t, view: a }),
          ],
        });
}
function Yc({ image: e, options: t, onOptions: n, view: r }) {
  let i = Xc(t),
    a = wc(i) === void 0 ? Ji(i) : void 0,
    o = a && xa(e.id, a),
    s = Ga(o),
    c = Zc(o);
  return A(C, {
    children: [
      r === `compare` && a !== void 0
        ? A(Fc, { before: xa(e.id, { ...a, quality: 100 }), after: xa(e.id, a), alt: e.id })
        : A(Wc, { image: e, options: t, onOptions: n, picture: s }),
      A(`p`, {
        class: `preview-facts`,
        "aria-live": `polite`,
        children:
          s.state === `failed`
            ? A(q, { error: s.error })
            : c === void 0
              ? A(`span`, { class: `soft`, children: `Asking the server…` })
              : A(C, {
                  children: [
                    A(`strong`, { children: B(c.bytes) }),
                    ` `,
                    A(`span`, { class: `badge quiet`, children: Gr(c.mediaType) }),
                    ` `,
                    c.width,
                    ` × `,
                    c.height,
                    A(`span`, {
                      class: `soft`,
                      children: [
                        ` `,
                        `· `,
                        Ur(e.original.bytes, c.bytes),
                        ` than the original’s `,
                        B(e.original.bytes),
                      ],
                    }),
                  ],
                }),
      }),
      a && A(`code`, { class: `segment`, children: ta(a) }),
      a && A(Hc, { id: e.id, options: a }),
    ],
  });
}
function Xc(e) {
  let [t, n] = O(e);
  return (
    k(() => {
      let t = setTimeout(() => n(e), Gc);
      return () => clearTimeout(t);
    }, [e]),
    t
  );
}
function Zc(e) {
  let [t, n] = O();
  return (
    k(() => {
      if (e === void 0) return;
      let t = new AbortController();
      return (
        ko(e, {}, t.signal).then(
          (e) => !t.signal.aborted && n(e),
          () => !t.signal.aborted && n(void 0),
        ),
        () => t.abort()
      );
    }, [e]),
    t
  );
}
var Qc = A(`a`, { href: Y([`variants`]), class: `back`, children: `← Variants` });
function $c(e = ``) {
  let t = e === `` ? `` : `/${encodeURIComponent(e)}`;
  return `${R().api}/images/v1/variants${t}`;
}
function el({ name: e }) {
  let t = Ar(),
    n = t.data?.find(({ id: t }) => t === e);
  return t.isError
    ? A(Z, { title: e, note: Qc, children: A(q, { error: t.error, onRetry: () => void t.refetch() }) })
    : t.isPending
      ? A(Z, { title: e, note: Qc, children: A(Pa, { lines: 8 }) })
      : n === void 0
        ? A(Z, {
            title: `Variant not found`,
            note: Qc,
            children: A(Na, {
              icon: `variants`,
              title: `There is no variant ${e}.`,
              children: A(Aa, { href: Y([`variants`]), children: `Go to the variants` }),
            }),
          })
        : A(rl, { variant: n });
}
function tl() {
  return A(rl, { variant: void 0 });
}
var nl = { least: 3600, most: 31536e3 };
function rl({ variant: e }) {
  let { client: t } = R(),
    n = Xe(),
    { browser_ttl: r, ...i } = e?.options ?? {},
    [a, o] = O(``),
    [s, c] = O(e === void 0 ? { width: 800, height: 600 } : i),
    [l, u] = O(r === void 0 ? `` : String(r)),
    [d, f] = O(e?.neverRequireSignedURLs ?? !1),
    [p, m] = O(!1),
    [h, g] = O(),
    [_, v] = O(!1),
    y = e?.devices !== void 0 || e?.id === "default",
    b = e?.id === `public`,
    ee = y || !L(`edit`),
    x = e === void 0 && a !== `` ? il(a) : void 0,
    S = wc(s),
    C =
      l !== `` && !(Number.isInteger(Number(l)) && Number(l) >= nl.least && Number(l) <= nl.most)
        ? `Expected a whole number of seconds from ${nl.least} to ${nl.most}.`
        : void 0,
    te = S === void 0 && C === void 0 && (e !== void 0 || (a !== `` && x === void 0));
  async function ne(r) {
    if ((r.preventDefault(), !te)) return;
    (m(!0), g(void 0));
    let i = { options: { ...s, ...(l !== `` && { browser_ttl: Number(l) }) }, neverRequireSignedURLs: d };
    try {
      (e === void 0
        ? await t.call($c(), { method: `POST`, json: { id: a, ...i } })
        : await t.call($c(e.id), { method: `PATCH`, json: i }),
        await n.invalidateQueries({ queryKey: z.variants }),
        J(e === void 0 ? `Variant ${a} made.` : `Variant ${e.id} saved.`),
        e === void 0 && Xa(Y([`variants`, a]), { replace: !0 }));
    } catch (e) {
      g(e);
    }
    m(!1);
  }
  async function w() {
    (await t.call($c(e.id), { method: `DELETE` }),
      await n.invalidateQueries({ queryKey: z.variants }),
      J(b ? `public has its own settings back.` : `Variant ${e.id} deleted.`),
      Xa(Y([`variants`])));
  }
  return A(Z, {
    wide: !0,
    title: e?.id ?? `New variant`,
    note: Qc,
    actions:
      e !== void 0 &&
      !ee &&
      A(G, {
        kind: `danger`,
        icon: b ? `retry` : `trash`,
        onClick: () => v(!0),
        children: b ? `Reset` : `Delete`,
      }),
    children: [
      A(`div`, {
        class: `editor-layout`,
        children: [
          A(Jc, { options: s, onOptions: ee ? void 0 : c }),
          A(`form`, {
            class: `card stack`,
            onSubmit: (e) => void ne(e),
            children: [
              y &&
                A(`p`, {
                  class: `notice`,
                  children: `This variant belongs to the API and cannot be changed. It looks at the device; shown are the options of desktops.`,
                }),
              e === void 0 &&
                A(X, {
                  label: `Name`,
                  value: a,
                  onValue: o,
                  hint: `The last part of the image’s address: letters, digits, - and _.`,
                  error: x,
                  required: !0,
                }),
              A(Oc, { options: s, onOptions: c, disabled: ee }),
              S !== void 0 && A(`p`, { class: `field-error`, role: `alert`, children: S }),
              A(X, {
                label: `Browser cache`,
                type: `number`,
                min: nl.least,
                max: nl.most,
                placeholder: `as the account has it`,
                value: l,
                onValue: u,
                disabled: ee,
                hint: `Seconds that browsers may keep an image of this variant, from an hour to a year.`,
                error: C,
              }),
              A(oo, {
                label: `Always allow public access`,
                hint: `Private images are shown without a signature in this variant.`,
                checked: d,
                disabled: ee,
                onChange: f,
              }),
              h !== void 0 && A(q, { error: h }),
              !ee &&
                A(`footer`, {
                  class: `actions`,
                  children: A(G, {
                    kind: `primary`,
                    type: `submit`,
                    disabled: !te || p,
                    children: e === void 0 ? `Make variant` : `Save changes`,
                  }),
                }),
            ],
          }),
        ],
      }),
      _ &&
        A(Ia, {
          title: b ? `Reset public?` : `Delete ${e.id}?`,
          action: b ? `Reset` : `Delete variant`,
          onConfirm: w,
          onClose: () => v(!1),
          children: A(`p`, {
            children: b
              ? `It gets the settings back that every account has: fits into 1366 × 768.`
              : `Every address that ends in this name stops working at once.`,
          }),
        }),
    ],
  });
}
function il(e) {
  try {
    fa(e);
    return;
  } catch (e) {
    return e instanceof Error ? e.message : String(e);
  }
}
function al() {
  let e = Ar();
  return A(Z, {
    title: `Variants`,
    note: e.data ? `${H(e.data.length, `variant`)}. A variant is a name for how images are delivered.` : ` `,
    actions:
      L(`edit`) &&
      A(Aa, { kind: `primary`, icon: `plus`, href: Y([`new-variant`]), children: `New variant` }),
    children: [
      e.isError && A(q, { error: e.error, onRetry: () => void e.refetch() }),
      e.isPending && A(Pa, { lines: 5 }),
      e.data &&
        A(`ul`, {
          class: `rows card`,
          children: e.data.map((e) =>
            A(
              `li`,
              {
                children: [
                  A(`a`, {
                    class: `row-link`,
                    href: Y([`variants`, e.id]),
                    children: [
                      A(`strong`, { children: e.id }),
                      A(`span`, {
                        class: `soft`,
                        children: e.devices
                          ? `by device: ${Object.keys(e.devices)
                              .map((t) => `${t} ${bo(e, t)}`)
                              .join(`; `)}`
                          : bo(e),
                      }),
                    ],
                  }),
                  A(`span`, {
                    class: `row-marks`,
                    children: [
                      e.neverRequireSignedURLs &&
                        A(`span`, { class: `badge quiet`, children: `always public` }),
                      (e.id === "default" || e.id === `public`) &&
                        A(`span`, { class: `badge quiet`, children: `built in` }),
                    ],
                  }),
                ],
              },
              e.id,
            ),
          ),
        }),
    ],
  });
}
function ol() {
  return A(C, { children: [I.value === void 0 ? A(Cs, {}) : A(sl, { session: I.value }), A(Ha, {})] });
}
function sl({ session: e }) {
  let t = Le(Cr, [e]);
  return (
    k(
      () =>
        Ws(() => {
          for (let e of [z.images, z.stats, z.overview]) t.invalidateQueries({ queryKey: e });
        }),
      [t],
    ),
    A(Ze, { client: t, children: [A(oc, { children: cl(Ya.value.segments) }), A(hc, {})] }, e.api)
  );
}
function cl([e = ``, ...t]) {
  let n = t.join(`/`);
  switch (e) {
    case ``:
      return A(ds, {});
    case `images`:
      return n === `` ? A(ds, {}) : A(qo, { id: n }, n);
    case `upload`:
      return A(yc, {});
    case `variants`:
      return n === `` ? A(al, {}) : A(el, { name: n }, n);
    case `new-variant`:
      return A(tl, {});
    case `overview`:
      return A(bs, {});
    case `settings`:
      return A(Is, { tab: n });
    default:
      return A(Z, {
        title: `Not found`,
        children: A(Na, {
          icon: `search`,
          title: `There is no such page.`,
          children: A(Aa, { href: Y([]), children: `Go to the images` }),
        }),
      });
  }
}
(Za(), mr($s), mr(is), be(A(ol, {}), document.querySelector(`#app`)));
