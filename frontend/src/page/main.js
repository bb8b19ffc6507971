// What every page does beyond what HTML does by itself. Without any of it a page still works.
import { startAsking } from "./asking.js";
import { startKeeping } from "./keeping.js";
import { startKeys } from "./keys.js";
import { startLocating } from "./locating.js";
import { startMany } from "./many.js";
import { startMenus } from "./menus.js";
import { startPrinting } from "./printing.js";
import { startSlow } from "./slow.js";
import { startWall } from "./wall.js";

startAsking();
startKeeping();
startKeys();
startLocating();
startMany();
startMenus();
startPrinting();
startSlow();
if (document.body.hasAttribute("data-wall")) startWall();
