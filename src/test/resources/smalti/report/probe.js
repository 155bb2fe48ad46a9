// Looks at a report from within, and tells the page around it what it found.
addEventListener('load', () => {
  const all = selector => [...document.querySelectorAll(selector)];
  const area = element => {
    const box = element.getBoundingClientRect();
    return Math.round(box.width * box.height);
  };
  const root = document.documentElement;

  // What is too wide may be scrolled by itself; nothing else reaches beyond the edge.
  const beyond = all('body *')
    .filter(element => !element.parentElement.closest('.scroll'))
    .filter(element => element.getBoundingClientRect().right > root.clientWidth + 0.5)
    .map(element => element.tagName + '.' + element.className);

  const wipe = document.getElementById('wipe');
  const clips = () => [...new Set(all('.over').map(image => getComputedStyle(image).clipPath))];
  const before = clips();
  wipe.value = 25;
  wipe.dispatchEvent(new Event('input'));

  // Relative luminance and contrast as WCAG 2 defines them.
  const channels = colour => colour.match(/[\d.]+/g).slice(0, 3).map(Number);
  const luminance = colour => {
    const [red, green, blue] = channels(colour)
      .map(value => value / 255)
      .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const paper = luminance(getComputedStyle(document.body).backgroundColor);
  const contrast = (element, property) => {
    const ink = luminance(getComputedStyle(element)[property]);
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  };

  parent.postMessage(JSON.stringify({
    width: innerWidth,
    pictures: all('img').map(image => image.complete ? image.naturalWidth : 0),
    blocks: all('h1,h2,p,table,td:not(:empty),figure,figcaption,svg,img,ul,li,input').map(area),
    points: all('polyline').map(line => line.points.numberOfItems),
    wiped: [...before, ...clips()],
    beyond,
    overflow: root.scrollWidth - root.clientWidth,
    fetched: performance.getEntriesByType('resource')
      .map(entry => entry.name)
      .filter(name => !name.startsWith('data:')),
    isDark: paper < 0.5,
    contrast: [
      ...all('h1,h2,p,td,th,figcaption,li,label').map(each => contrast(each, 'color')),
      ...all('svg text').map(each => contrast(each, 'fill')),
    ],
  }), '*');
});
